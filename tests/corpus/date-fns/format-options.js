// protected tokens, unescaped letters, invalid dates, week options
const f = require('date-fns');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const d = (s) => new Date(s);
const iso = (x) => (x instanceof Date ? (isNaN(x) ? 'Invalid' : x.toISOString()) : Array.isArray(x) ? x.map(iso) : x && typeof x === 'object' ? Object.fromEntries(Object.entries(x).map(([k, v]) => [k, iso(v)])) : x);
const x=d('2023-01-01T12:00:00Z'); return [t(()=>f.format(x,'YYYY')), t(()=>f.format(x,'D')), t(()=>f.format(x,'n')), t(()=>f.format(d('x'),'y')), f.format(x,'w e',{weekStartsOn:1}), f.format(x,'w YYYY',{weekStartsOn:1,firstWeekContainsDate:4,useAdditionalWeekYearTokens:true}), f.format(x,"'o''clock'"), f.format(x,''), f.format(0,'yyyy'), t(()=>f.format('2024-01-01','yyyy')), f.format(d('-000044-03-15T00:00:00Z'),'y G yyyy R u'), f.format(d('0099-01-01T00:00:00Z'),'y yy yyyy')];
