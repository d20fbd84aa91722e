// add and sub with durations of several units, and their order
const f = require('date-fns');
const d = new Date('2024-01-31T00:00');
return { all: f.add(d, { years: 1, months: 1, weeks: 1, days: 1, hours: 1, minutes: 1, seconds: 1 }), monthsFirst: f.add(d, { months: 1, days: 1 }), sub: f.sub(d, { months: 2, days: 1, hours: 30 }), negative: f.add(d, { months: -2, hours: -1 }), fraction: [f.add(d, { hours: 1.5 }), f.add(d, { seconds: 0.25 })], empty: f.add(d, {}), round: f.sub(f.add(d, { months: 1 }), { months: 1 }), input: d };
