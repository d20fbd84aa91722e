// due dates, ageing buckets, instalments, month ends
const f = require('date-fns');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const d = (s) => new Date(s);
const iso = (x) => (x instanceof Date ? (isNaN(x) ? 'Invalid' : x.toISOString()) : Array.isArray(x) ? x.map(iso) : x && typeof x === 'object' ? Object.fromEntries(Object.entries(x).map(([k, v]) => [k, iso(v)])) : x);
const inv=['2024-01-31','2024-02-15','2023-12-01','2024-03-31'].map((s,i)=>({id:i,issued:f.parseISO(s)})); const today=d('2024-04-10T00:00:00Z'); const due=x=>{let y=f.addDays(x,30); while(f.isWeekend(y)) y=f.addDays(y,1); return y}; return inv.map(o=>{const z=due(o.issued); const late=f.differenceInCalendarDays(today,z); return {id:o.id,due:f.format(z,'EEE dd.MM.yyyy'),late,bucket:late<=0?'current':late<=30?'1-30':late<=60?'31-60':'60+',eom:f.format(f.endOfMonth(f.addMonths(o.issued,1)),'yyyy-MM-dd'),plan:[0,1,2].map(n=>f.format(f.addMonths(o.issued,n),'yyyy-MM-dd')),words:f.formatDistanceStrict(z,today,{addSuffix:true})}});
