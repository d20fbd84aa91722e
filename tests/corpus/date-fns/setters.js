// every set function
const f = require('date-fns');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const d = (s) => new Date(s);
const iso = (x) => (x instanceof Date ? (isNaN(x) ? 'Invalid' : x.toISOString()) : Array.isArray(x) ? x.map(iso) : x && typeof x === 'object' ? Object.fromEntries(Object.entries(x).map(([k, v]) => [k, iso(v)])) : x);
const x=d('2024-02-29T13:14:15.678Z'); return iso([f.set(x,{year:2023,month:0,date:31,hours:1}), f.set(x,{month:1,date:31}), f.setDate(x,31), f.setDay(x,0), f.setDay(x,6,{weekStartsOn:1}), f.setDayOfYear(x,366), f.setHours(x,25), f.setISODay(x,7), f.setISOWeek(x,53), f.setISOWeekYear(x,2020), f.setMilliseconds(x,1), f.setMinutes(x,61), f.setMonth(x,12), f.setQuarter(x,4), f.setSeconds(x,0), f.setWeek(x,1), f.setWeekYear(x,2020), f.setYear(x,2023), f.setYear(x,NaN), f.setMonth(x,NaN), f.setDate(d('x'),1)]);
