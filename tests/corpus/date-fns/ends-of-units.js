// endOf… from second to decade
const f = require('date-fns');
const d = new Date('2024-02-15T13:14:15.167');
return Object.fromEntries(['Second', 'Minute', 'Hour', 'Day', 'Week', 'ISOWeek', 'Month', 'Quarter', 'Year', 'ISOWeekYear', 'Decade'].map((n) => [n, [f['endOf' + n](d), f['endOf' + n](new Date('2020-12-31')), f['endOf' + n](new Date(NaN))]]).concat([['unchanged', d], ['number', f.endOfDay(d.getTime())]]));
