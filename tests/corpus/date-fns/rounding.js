// nearest hours and minutes, next and previous days
const f = require('date-fns');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const d = (s) => new Date(s);
const iso = (x) => (x instanceof Date ? (isNaN(x) ? 'Invalid' : x.toISOString()) : Array.isArray(x) ? x.map(iso) : x && typeof x === 'object' ? Object.fromEntries(Object.entries(x).map(([k, v]) => [k, iso(v)])) : x);
const x=d('2024-02-29T13:44:45.678Z'); return iso([f.roundToNearestMinutes(x), f.roundToNearestMinutes(x,{nearestTo:15}), f.roundToNearestMinutes(x,{nearestTo:15,roundingMethod:'floor'}), f.roundToNearestHours(x), f.roundToNearestHours(x,{nearestTo:6}), f.nextDay(x,1), f.nextMonday(x), f.nextSunday(x), f.previousFriday(x), f.previousDay(x,4), f.nextThursday(x), f.fromUnixTime(1709214285), f.getUnixTime(x), f.roundToNearestMinutes(d('x')), f.lightFormat(x,'yyyy-MM-dd HH:mm:ss.SSS'), t(()=>f.lightFormat(x,'MMM'))]);
