// start and end of every period
const f = require('date-fns');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const d = (s) => new Date(s);
const iso = (x) => (x instanceof Date ? (isNaN(x) ? 'Invalid' : x.toISOString()) : Array.isArray(x) ? x.map(iso) : x && typeof x === 'object' ? Object.fromEntries(Object.entries(x).map(([k, v]) => [k, iso(v)])) : x);
const x=d('2024-02-14T13:14:15.678Z'); const names=Object.keys(f).filter(n=>/^(start|end)Of/.test(n)&&!/Today|Tomorrow|Yesterday/.test(n)).sort(); return names.map(n=>[n,iso(f[n](x)),iso(f[n](d('2023-01-01T00:00:00Z'))),iso(f[n](x,{weekStartsOn:1}))]).concat([iso([f.lastDayOfMonth(x),f.lastDayOfWeek(x),f.lastDayOfQuarter(x),f.lastDayOfISOWeek(x),f.lastDayOfYear(x),f.lastDayOfDecade(x)])]);
