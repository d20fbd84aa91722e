// isFirstDayOfMonth, isLastDayOfMonth, lastDayOf… of all units
const f = require('date-fns');
const d = ['2024-02-29', '2023-02-28', '2024-04-30', '2024-01-01', '2020-12-31'].map((s) => new Date(s));
return { first: d.map((x) => f.isFirstDayOfMonth(x)), last: d.map((x) => f.isLastDayOfMonth(x)), leap: d.map((x) => f.isLeapYear(x)), of: Object.fromEntries(['Week', 'ISOWeek', 'Month', 'Quarter', 'Year', 'ISOWeekYear', 'Decade'].map((n) => [n, d.slice(0, 2).map((x) => f['lastDayOf' + n](x))])) };
