// closestTo, closestIndexTo, min, max with ties, invalid and empty lists
const f = require('date-fns');
const l = ['2024-01-01', '2024-06-01', '2023-06-01', '2024-06-03'].map((s) => new Date(s)); const t = new Date('2024-06-02');
return { closest: f.closestTo(t, l), index: f.closestIndexTo(t, l), none: [f.closestTo(t, []) === undefined, f.closestIndexTo(t, []) === undefined], invalid: [f.closestTo(t, [new Date(NaN), l[0]]), String(f.closestIndexTo(new Date(NaN), l))], min: f.min(l), max: f.max(l), badMax: f.max([l[0], new Date(NaN)]), emptyMin: f.min([]), numbers: f.max([1, 5, 3]), sorted: [...l].sort(f.compareAsc), reversed: [...l].sort(f.compareDesc), compare: [f.compareAsc(t, t), f.compareDesc(l[0], t), String(f.compareAsc(t, NaN))] };
