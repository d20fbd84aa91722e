// Lays out the billing periods of a monthly subscription, with due dates and the refund for an early end. For billing
// code, where months of different length and weekends are what is hard.
// Dates go in and come out as calendar dates and are local in between, so the machine's time zone cancels out.
const {
  addDays, addMonths, differenceInCalendarDays, format, isWeekend, nextMonday, parseISO, subDays,
} = require('date-fns');

const isoDay = (date) => format(date, 'yyyy-MM-dd');
const start = parseISO(input.start);
const cancelled = parseISO(input.cancelled);

const periods = Array.from({ length: input.months }, (_, index) => {
  // Counted from the first day, not from the period before: after 29 February, the 31st comes back.
  const from = addMonths(start, index);
  const next = addMonths(start, index + 1);
  const due = addDays(from, input.daysToPay);
  const days = differenceInCalendarDays(next, from);
  // The day of the cancellation is still paid for.
  const unused = Math.min(days, Math.max(0, differenceInCalendarDays(next, cancelled) - 1));
  return {
    from: isoDay(from),
    to: isoDay(subDays(next, 1)),
    due: isoDay(isWeekend(due) ? nextMonday(due) : due),
    days,
    refundCents: Math.round((input.priceCents * unused) / days),
  };
});

return { periods, refundCents: periods.reduce((sum, period) => sum + period.refundCents, 0) };
