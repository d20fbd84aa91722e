// isValid, isDate, isExists, isMatch, toDate over all kinds of input
const f = require('date-fns');
const inputs = { date: new Date(0), bad: new Date(NaN), number: 5, nan: NaN, iso: '2024-01-01', text: 'nope', nul: null, undef: undefined, object: {} };
return { valid: Object.entries(inputs).map(([k, v]) => [k, f.isValid(v), f.isDate(v), String(f.toDate(v).getTime())]), exists: [[2024, 1, 29], [2023, 1, 29], [2024, 3, 31], [2024, -1, 1]].map((a) => f.isExists(...a)), match: [['2024-02-30', 'yyyy-MM-dd'], ['2024-02-29', 'yyyy-MM-dd'], ['5 May', 'd MMMM'], ['x', 'P'], ['13:00', 'hh:mm']].map(([s, p]) => f.isMatch(s, p)), fresh: f.toDate(inputs.date) !== inputs.date };
