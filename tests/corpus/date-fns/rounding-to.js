// roundToNearestMinutes and Hours with nearestTo and methods
const f = require('date-fns');
const d = ['2024-05-05T10:07:30', '2024-05-05T10:07:29.999', '2024-05-05T23:52:31', '2024-05-05T12:30:00'].map((s) => new Date(s));
return { minutes: d.map((x) => f.roundToNearestMinutes(x)), quarter: d.map((x) => f.roundToNearestMinutes(x, { nearestTo: 15 })), methods: ['ceil', 'floor', 'trunc', 'round'].map((roundingMethod) => f.roundToNearestMinutes(d[0], { nearestTo: 30, roundingMethod })), hours: d.map((x) => f.roundToNearestHours(x)), sixHours: d.map((x) => f.roundToNearestHours(x, { nearestTo: 6 })), bad: [f.roundToNearestMinutes(d[0], { nearestTo: 31 }), f.roundToNearestHours(d[0], { nearestTo: 0 })] };
