// startOf… from second to decade
const f = require('date-fns');
const d = new Date('2023-01-01T13:14:15.167');
return Object.fromEntries(['Second', 'Minute', 'Hour', 'Day', 'Week', 'ISOWeek', 'Month', 'Quarter', 'Year', 'ISOWeekYear', 'WeekYear', 'Decade'].map((n) => [n, [f['startOf' + n](d), f['startOf' + n](new Date('2000-12-31T23:59')), f['startOf' + n]('2024-05-05T05:05')]]));
