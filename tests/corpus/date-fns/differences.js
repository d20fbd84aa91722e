// differences in every unit, negative and partial
const f = require('date-fns');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const d = (s) => new Date(s);
const iso = (x) => (x instanceof Date ? (isNaN(x) ? 'Invalid' : x.toISOString()) : Array.isArray(x) ? x.map(iso) : x && typeof x === 'object' ? Object.fromEntries(Object.entries(x).map(([k, v]) => [k, iso(v)])) : x);
const a=d('2024-03-31T22:30:00Z'), b=d('2023-02-28T23:45:10Z'); const names=Object.keys(f).filter(n=>/^differenceIn/.test(n)).sort(); return names.map(n=>[n,f[n](a,b),f[n](b,a),f[n](a,a)]).concat([[f.differenceInHours(a,b,{roundingMethod:'ceil'}), f.differenceInMonths(d('2024-02-29'),d('2024-01-31')), f.differenceInYears(d('2025-02-28'),d('2024-02-29')), f.differenceInBusinessDays(d('2024-03-08'),d('2024-03-01')), String(f.differenceInDays(d('x'),a))]]);
