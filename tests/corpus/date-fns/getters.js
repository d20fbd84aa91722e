// every get function
const f = require('date-fns');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const d = (s) => new Date(s);
const iso = (x) => (x instanceof Date ? (isNaN(x) ? 'Invalid' : x.toISOString()) : Array.isArray(x) ? x.map(iso) : x && typeof x === 'object' ? Object.fromEntries(Object.entries(x).map(([k, v]) => [k, iso(v)])) : x);
const xs=['2024-02-29T13:14:15.678Z','2020-12-31T23:59:59Z','2021-01-03T00:00:00Z'].map(d); const names=Object.keys(f).filter(n=>/^get/.test(n)&&f[n].length===1||['getWeek','getWeekYear','getWeekOfMonth','getWeeksInMonth','getISOWeek','getISOWeekYear','getQuarter'].includes(n)).filter(n=>!/DefaultOptions/.test(n)).sort(); return [...new Set(names)].map(n=>[n,...xs.map(x=>f[n](x))]).concat([[f.getWeek(xs[2],{weekStartsOn:1,firstWeekContainsDate:4}), f.getWeekOfMonth(xs[0],{weekStartsOn:1}), f.getDaysInMonth(xs[0]), f.getOverlappingDaysInIntervals({start:xs[2],end:xs[0]},{start:d('2024-01-01'),end:d('2024-03-01')})]]);
