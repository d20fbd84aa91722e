// add and sub of every unit, over months' ends and leap years
const f = require('date-fns');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const d = (s) => new Date(s);
const iso = (x) => (x instanceof Date ? (isNaN(x) ? 'Invalid' : x.toISOString()) : Array.isArray(x) ? x.map(iso) : x && typeof x === 'object' ? Object.fromEntries(Object.entries(x).map(([k, v]) => [k, iso(v)])) : x);
const x=d('2024-01-31T10:00:00Z'); return iso([f.addDays(x,30), f.addMonths(x,1), f.addMonths(x,-2), f.addYears(d('2024-02-29'),1), f.addWeeks(x,2), f.addQuarters(x,1), f.addHours(x,25), f.addMinutes(x,90), f.addSeconds(x,3601), f.addMilliseconds(x,1), f.addBusinessDays(d('2024-03-01'),1), f.addBusinessDays(d('2024-03-02'),-1), f.addBusinessDays(d('2024-03-01'),10), f.addISOWeekYears(x,1), f.add(x,{years:1,months:1,weeks:1,days:1,hours:1,minutes:1,seconds:1}), f.sub(x,{months:2,days:1}), f.subDays(x,31), f.subMonths(x,11), f.subBusinessDays(x,5), f.addDays(x,NaN), f.addMonths(d('x'),1), f.addDays(x,1.9), f.addMonths(x,'2')]);
