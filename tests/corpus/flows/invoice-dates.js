// due dates, reminders, interest by day, all on business days
const { addDays, addMonths, differenceInCalendarDays, endOfMonth, format, isWeekend, parseISO, getQuarter, eachMonthOfInterval } = require('date-fns');
const holidays = new Set(['2024-03-29', '2024-04-01', '2024-05-01']);
const day = (d) => format(d, 'yyyy-MM-dd');
const business = (d) => { while (isWeekend(d) || holidays.has(day(d))) d = addDays(d, 1); return d; };
const invoices = [['R-1', '2024-02-28', 30, 1200.5], ['R-2', '2024-01-31', 60, 80], ['R-3', '2024-03-15', 14, 999.99]];
const today = parseISO('2024-05-02');
const rows = invoices.map(([no, issued, days, amount]) => {
  const from = parseISO(issued); const due = business(addDays(from, days)); const late = Math.max(0, differenceInCalendarDays(today, due));
  return { no, due: format(due, 'EEEE, d MMMM yyyy'), late, interest: Math.round(amount * 0.0912 * (late / 365) * 100) / 100, reminders: [7, 14, 28].map((n) => day(business(addDays(due, n)))), eom: day(endOfMonth(addMonths(from, 1))), quarter: getQuarter(from) };
});
console.table(rows.map(({ no, late, interest }) => ({ no, late, interest })));
return { rows, months: eachMonthOfInterval({ start: parseISO('2023-12-15'), end: today }).map((d) => format(d, 'MMM yy')) };
