// functions required one by one, constants
const f = require('date-fns');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const d = (s) => new Date(s);
const iso = (x) => (x instanceof Date ? (isNaN(x) ? 'Invalid' : x.toISOString()) : Array.isArray(x) ? x.map(iso) : x && typeof x === 'object' ? Object.fromEntries(Object.entries(x).map(([k, v]) => [k, iso(v)])) : x);
const addDays=require('date-fns/addDays'); const c=require('date-fns/constants'); return [iso((addDays.addDays??addDays.default)(d('2024-01-31'),1)), c.daysInYear, c.millisecondsInDay, c.maxTime, t(()=>require('date-fns/nothing')), typeof require('date-fns/locale/en-US').enUS, typeof f.setDefaultOptions, Object.keys(f).length];
