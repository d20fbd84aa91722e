// add… and sub… of each unit, clipping at months' ends
const f = require('date-fns');
const d = new Date('2024-01-31T12:30:15.500');
const units = ['Milliseconds', 'Seconds', 'Minutes', 'Hours', 'Days', 'Weeks', 'Months', 'Quarters', 'Years', 'BusinessDays'];
return { add: Object.fromEntries(units.map((u) => [u, [1, 13, -1].map((n) => f['add' + u](d, n))])), sub: Object.fromEntries(units.map((u) => [u, f['sub' + u](d, 1)])), leap: [f.addYears(new Date('2024-02-29'), 1), f.addYears(new Date('2024-02-29'), 4), f.subMonths(new Date('2024-03-31'), 1)], bad: [f.addDays(d, NaN), f.addMonths(new Date(NaN), 1)] };
