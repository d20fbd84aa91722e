// isSame… around the edges of each unit
const f = require('date-fns');
const a = new Date('2024-06-30T23:59:59.999'); const b = new Date('2024-07-01T00:00:00.000'); const c = new Date('2024-06-30T23:59:59.001');
return Object.fromEntries(['Second', 'Minute', 'Hour', 'Day', 'Week', 'ISOWeek', 'ISOWeekYear', 'Month', 'Quarter', 'Year'].map((n) => [n, [f['isSame' + n](a, b), f['isSame' + n](a, c), f['isSame' + n](a, new Date(NaN))]]).concat([['weekFromMonday', f.isSameWeek(a, b, { weekStartsOn: 1 })], ['equal', [f.isEqual(a, c), f.isEqual(a, new Date(+a))]]]));
