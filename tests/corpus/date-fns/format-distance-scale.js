// formatDistance at each step of its scale
const f = require('date-fns');
const base = new Date('2024-01-01T00:00'); const M = 60, H = 3600, D = 86400;
const steps = [0, 4, 9, 19, 29, 30, 89, 90, 44 * M, 45 * M, 89 * M, 90 * M, 23 * H, 24 * H, 41 * H, 42 * H, 29 * D, 30 * D, 45 * D, 60 * D, 200 * D, 364 * D, 366 * D, 450 * D, 500 * D, 650 * D, 740 * D, 3000 * D];
return { plain: steps.map((s) => f.formatDistance(f.addSeconds(base, s), base)), seconds: [1, 7, 15, 25, 50, 70].map((s) => f.formatDistance(f.addSeconds(base, s), base, { includeSeconds: true })), suffix: [-90, 90].map((s) => f.formatDistance(f.addSeconds(base, s), base, { addSuffix: true })), bad: (() => { try { return f.formatDistance(NaN, base); } catch (e) { return e.name; } })() };
