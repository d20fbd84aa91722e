// quarters, fiscal years from April, half-years and year-to-date
const f = require('date-fns');
const ds = ['2024-01-01', '2024-03-31', '2024-04-01', '2024-12-31'].map((s) => f.parseISO(s));
return { quarter: ds.map((d) => [f.getQuarter(d), f.startOfQuarter(d), f.lastDayOfQuarter(d)]), fiscal: ds.map((d) => `FY${f.format(f.subMonths(d, 3), 'yyyy')} Q${f.getQuarter(f.subMonths(d, 3))}`), half: ds.map((d) => (f.getQuarter(d) > 2 ? 'H2' : 'H1')), ytd: ds.map((d) => f.differenceInCalendarDays(d, f.startOfYear(d)) + 1 === f.getDayOfYear(d)), set: [1, 2, 3, 4].map((q) => f.setQuarter(ds[1], q)), add: f.addQuarters(ds[1], 1), between: f.differenceInQuarters(ds[3], ds[0]), each: f.eachQuarterOfInterval({ start: ds[0], end: ds[3] }).map((d) => f.format(d, 'QQQ yy')) };
