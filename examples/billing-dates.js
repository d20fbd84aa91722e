// Lays out the billing periods of a monthly subscription, with due dates and the refund for an early end. For billing
// code, where months of different length and weekends are all that is hard.
// Dates go in and come out as calendar dates and are local time in between, so the machine's time zone cancels out.
const {
  addDays, addMonths, differenceInCalendarDays, format, isWeekend, isWithinInterval, nextMonday, parseISO,
} = require('date-fns');

const day = (date) => format(date, 'yyyy-MM-dd');
const start = parseISO(input.start);
const cancelled = parseISO(input.cancelled);

const periods = Array.from({ length: input.months }, (_, index) => {
  // Counted from the first day, not from the last period: after 29 February, the 31st comes back.
  const from = addMonths(start, index);
  const to = addDays(addMonths(start, index + 1), -1);
  const due = addDays(from, input.daysToPay);
  const days = differenceInCalendarDays(to, from) + 1;
  const used = isWithinInterval(cancelled, { start: from, end: to }) ? differenceInCalendarDays(cancelled, from) + 1 : days;
  return {
    from: day(from),
    to: day(to),
    days,
    due: day(isWeekend(due) ? nextMonday(due) : due),
    refundCents: cancelled < from ? input.priceCents : Math.round((input.priceCents * (days - used)) / days),
  };
});

return { periods, refundCents: periods.reduce((sum, period) => sum + period.refundCents, 0) };
