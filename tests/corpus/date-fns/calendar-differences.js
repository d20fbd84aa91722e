// differenceInCalendar… for weeks, months, quarters, years and ISO years, across their ends
const f = require('date-fns');
const days = [['2024-12-31T23:59:59', '2025-01-01T00:00:00'], ['2024-02-29', '2023-02-28'], ['2021-01-03T12:00', '2021-01-04T00:00'], ['2020-12-28', '2021-01-03'], ['2024-01-01', '2026-07-15']].map((p) => p.map((s) => new Date(s)));
const names = ['Days', 'ISOWeeks', 'ISOWeekYears', 'Months', 'Quarters', 'Weeks', 'Years'];
return Object.fromEntries(names.map((n) => [n, days.map(([a, b]) => [f['differenceInCalendar' + n](a, b), f['differenceInCalendar' + n](b, a)])]));
