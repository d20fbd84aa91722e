// the fp flavour
const f = require('date-fns');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const d = (s) => new Date(s);
const iso = (x) => (x instanceof Date ? (isNaN(x) ? 'Invalid' : x.toISOString()) : Array.isArray(x) ? x.map(iso) : x && typeof x === 'object' ? Object.fromEntries(Object.entries(x).map(([k, v]) => [k, iso(v)])) : x);
const p=require("date-fns/fp"); const x=d("2024-01-31T00:00:00Z"); return [p.format("yyyy/MM/dd")(x), iso(p.addMonths(1)(x)), iso(p.addDays(1,x)), iso([x].map(p.addWeeks(1))), p.isAfter(d("2023-01-01"))(x), p.differenceInDays(d("2024-01-01"))(x), p.formatWithOptions({locale:require("date-fns/locale/de").de},"PPPP")(x), iso(p.set({month:1})(x)), p.compareAsc(d("2024-02-01"),x)];
