// the locale pt-BR: formats, distances, relative words, parsing
const f = require('date-fns');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const d = (s) => new Date(s);
const iso = (x) => (x instanceof Date ? (isNaN(x) ? 'Invalid' : x.toISOString()) : Array.isArray(x) ? x.map(iso) : x && typeof x === 'object' ? Object.fromEntries(Object.entries(x).map(([k, v]) => [k, iso(v)])) : x);
const l=require('date-fns/locale/pt-BR'); const locale=l.ptBR ?? l.default; const x=d('2024-02-09T03:04:05Z'), b=d('2024-02-07T00:00:00Z'); return [['P','PP','PPP','PPPP','Pp','PPPPpppp','EEEE do MMMM yyyy','EEEEEE MMM','QQQQ','BBBB h','a','G GGGG','wo io'].map(k=>f.format(x,k,{locale})), [10,100,4000,90000,3e6,4e7].map(s=>f.formatDistance(new Date(+b+s*1000),b,{locale,addSuffix:true})), [-6,-1,0,1,6,30].map(n=>f.formatRelative(f.addDays(b,n),b,{locale})), iso(f.parse(f.format(x,'d MMMM yyyy',{locale}),'d MMMM yyyy',b,{locale})), f.formatDuration({years:1,months:2,days:5},{locale}), iso(f.startOfWeek(x,{locale})), f.getWeek(x,{locale})];
