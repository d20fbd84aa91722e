// working days added, counted and asked over weekends
const f = require('date-fns');
const fri = new Date('2024-05-31T09:00'); const sat = new Date('2024-06-01T09:00');
return { from: [fri, sat].map((d) => [-6, -1, 0, 1, 5, 11].map((n) => f.addBusinessDays(d, n))), sub: f.subBusinessDays(sat, 3), difference: [['2024-06-10', '2024-05-31'], ['2024-06-01', '2024-06-02'], ['2024-06-02', '2024-06-14'], ['2023-01-01', '2024-01-01']].map(([a, b]) => String(f.differenceInBusinessDays(new Date(a), new Date(b)))), weekends: f.eachWeekendOfInterval({ start: fri, end: f.addDays(fri, 9) }), month: f.eachWeekendOfMonth(fri).length, year: f.eachWeekendOfYear(fri).length };
