// each getter on one date and on an invalid one
const f = require('date-fns');
const d = new Date('2024-12-30T23:58:57.456'); const bad = new Date(NaN);
const names = ['getDate', 'getDay', 'getDayOfYear', 'getDaysInMonth', 'getDaysInYear', 'getDecade', 'getHours', 'getISODay', 'getISOWeek', 'getISOWeekYear', 'getISOWeeksInYear', 'getMilliseconds', 'getMinutes', 'getMonth', 'getQuarter', 'getSeconds', 'getTime', 'getUnixTime', 'getWeek', 'getWeekOfMonth', 'getWeekYear', 'getWeeksInMonth', 'getYear', 'isLeapYear'];
return Object.fromEntries(names.map((n) => [n, [d, bad, '2023-02-28', 0].map((x) => String(f[n](x)))]));
