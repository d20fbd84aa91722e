// setISOWeek, setISODay, setISOWeekYear, addISOWeekYears, subISOWeekYears
const f = require('date-fns');
const d = new Date('2020-12-31T10:00');
return { week: [1, 53, 60, -1].map((n) => f.setISOWeek(d, n)), day: [1, 7, 0, 8].map((n) => f.setISODay(d, n)), year: [2019, 2021].map((n) => f.setISOWeekYear(d, n)), add: [1, -1, 5].map((n) => f.addISOWeekYears(d, n)), sub: f.subISOWeekYears(d, 1), parse: f.parse('2020-W53-4', "RRRR-'W'II-i", new Date(0)) };
