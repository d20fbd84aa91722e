// differenceIn… of full units, with rounding and signs
const f = require('date-fns');
const pairs = [['2024-03-31T10:00', '2024-02-29T10:00'], ['2024-03-31T09:59:59.999', '2024-02-29T10:00'], ['2023-12-31', '2024-12-31'], ['2024-05-15T12:34:56.789', '2024-05-15T12:34:56.788'], ['2025-01-31', '2025-02-28'], ['2024-01-01', '1999-12-31']].map((p) => p.map((s) => new Date(s)));
const names = ['Milliseconds', 'Seconds', 'Minutes', 'Hours', 'Days', 'Weeks', 'Months', 'Quarters', 'Years', 'ISOWeekYears', 'BusinessDays'];
return Object.fromEntries(names.map((n) => [n, pairs.map(([a, b]) => String(f['differenceIn' + n](a, b)))]));
