// roundingMethod of differences
const f = require('date-fns');
const a = new Date('2024-03-10T10:29:30.600'); const b = new Date('2024-03-01T22:00:00');
const names = ['Seconds', 'Minutes', 'Hours', 'Weeks', 'Quarters']; const modes = ['ceil', 'floor', 'round', 'trunc'];
return Object.fromEntries(names.map((n) => [n, modes.map((roundingMethod) => [f['differenceIn' + n](a, b, { roundingMethod }), f['differenceIn' + n](b, a, { roundingMethod })])]));
