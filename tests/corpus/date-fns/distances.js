// formatDistance with its thresholds, strict form, suffixes
const f = require('date-fns');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const d = (s) => new Date(s);
const iso = (x) => (x instanceof Date ? (isNaN(x) ? 'Invalid' : x.toISOString()) : Array.isArray(x) ? x.map(iso) : x && typeof x === 'object' ? Object.fromEntries(Object.entries(x).map(([k, v]) => [k, iso(v)])) : x);
const b=d('2024-01-01'); const secs=[0,4,29,31,89,91,2669,2671,5399,5401,86100,86400,151199,151201,2591999,2592001,5184001,31535999,31536001,47304000,63072000,94608000]; return secs.map(s=>[s,f.formatDistance(new Date(+b+s*1000),b),f.formatDistance(new Date(+b-s*1000),b,{addSuffix:true,includeSeconds:true}),f.formatDistanceStrict(new Date(+b+s*1000),b),f.formatDistanceStrict(new Date(+b+s*1000),b,{unit:'day',roundingMethod:'floor'})]).concat([[t(()=>f.formatDistance(d('x'),b)), f.formatRelative(d('2023-12-30T10:00Z'),b), f.formatRelative(d('2024-01-02T10:00Z'),b), f.formatRelative(d('2025-01-02'),b)]]);
