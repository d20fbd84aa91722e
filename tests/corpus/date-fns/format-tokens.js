// every token of format
const f = require('date-fns');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const d = (s) => new Date(s);
const iso = (x) => (x instanceof Date ? (isNaN(x) ? 'Invalid' : x.toISOString()) : Array.isArray(x) ? x.map(iso) : x && typeof x === 'object' ? Object.fromEntries(Object.entries(x).map(([k, v]) => [k, iso(v)])) : x);
const x=d('2024-02-09T03:04:05.678Z'); return ['G','GGGG','y','yo','yy','yyyy','Y','YYYY','R','RRRR','u','Q','Qo','QQ','QQQ','QQQQ','q','qqqq','M','Mo','MM','MMM','MMMM','MMMMM','L','LLLL','w','wo','ww','I','Io','II','d','do','dd','D','Do','DDD','E','EEE','EEEE','EEEEE','EEEEEE','i','io','ii','iii','iiii','e','eo','ee','eeee','c','cccc','a','aaa','aaaa','aaaaa','b','bbbb','bbbbb','B','BBBB','h','ho','hh','H','HH','K','KK','k','kk','m','mm','mo','s','ss','S','SS','SSS','SSSS','X','XX','XXX','XXXX','XXXXX','x','xxx','xxxxx','O','OOOO','z','zzzz','t','T','P','PP','PPP','PPPP','p','pp','ppp','pppp','Pp','PPPPpppp',"'esc' '' yyyy"].map(k=>[k,t(()=>f.format(x,k,{useAdditionalWeekYearTokens:true,useAdditionalDayOfYearTokens:true}))]);
