// set with several fields, order and overflow; setX of each unit
const f = require('date-fns');
const d = new Date('2024-02-29T10:11:12.013');
return { set: [f.set(d, { year: 2023 }), f.set(d, { month: 3, date: 31 }), f.set(d, { year: 2025, month: 0, date: 15, hours: 25, minutes: -1 }), f.set(d, {}), f.set(d, { year: NaN })], each: [['Date', 31], ['Day', 0], ['DayOfYear', 366], ['Hours', 24], ['Milliseconds', -1], ['Minutes', 61], ['Month', 11], ['Quarter', 4], ['Seconds', 70], ['Week', 1], ['WeekYear', 2020], ['Year', 2023]].map(([n, v]) => [n, f['set' + n](d, v)]), day: f.setDay(d, 0, { weekStartsOn: 1 }), input: d };
