// default options for weeks and locale
const f = require('date-fns');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const d = (s) => new Date(s);
const iso = (x) => (x instanceof Date ? (isNaN(x) ? 'Invalid' : x.toISOString()) : Array.isArray(x) ? x.map(iso) : x && typeof x === 'object' ? Object.fromEntries(Object.entries(x).map(([k, v]) => [k, iso(v)])) : x);
const {de}=require('date-fns/locale/de'); f.setDefaultOptions({locale:de,weekStartsOn:3}); const r=[f.format(d('2024-02-09'),'EEEE PPPP'), iso(f.startOfWeek(d('2024-02-09'))), Object.keys(f.getDefaultOptions()), f.formatDistance(d('2024-01-01'),d('2024-02-01'))]; f.setDefaultOptions({locale:undefined,weekStartsOn:undefined}); return [r, f.format(d('2024-02-09'),'EEEE'), iso(f.startOfWeek(d('2024-02-09')))];
