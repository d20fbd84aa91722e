// ages, next birthdays and notice periods as blocks compute them
const f = require('date-fns');
const today = new Date('2024-02-28T12:00'); const born = ['2000-02-29', '1990-02-28', '1985-12-31', '2024-02-28'].map((s) => f.parseISO(s));
const next = (b) => { let d = f.setYear(b, f.getYear(today)); if (f.isBefore(d, f.startOfDay(today))) d = f.addYears(d, 1); return d; };
return { ages: born.map((b) => f.differenceInYears(today, b)), next: born.map(next), days: born.map((b) => f.differenceInCalendarDays(next(b), today)), exact: born.map((b) => f.formatDuration(f.intervalToDuration({ start: b, end: today }))), notice: [1, 3, 6].map((n) => f.endOfMonth(f.addMonths(today, n))), fiscal: born.map((b) => (f.getMonth(b) >= 3 ? f.getYear(b) : f.getYear(b) - 1)) };
