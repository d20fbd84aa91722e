// allowDots, decodeDotInKeys
const qs = require('qs');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
return [qs.parse('a.b=c',{allowDots:true}), qs.parse('a.b.c=d&a.b.e=f',{allowDots:true}), qs.parse('a[b].c=d',{allowDots:true}), qs.parse('name%252Eobj.first=J&name%252Eobj.last=D',{decodeDotInKeys:true}), qs.parse('a%2Eb=c',{allowDots:true}), qs.parse('a..b=c',{allowDots:true}), qs.parse('.a=b',{allowDots:true}), t(()=>qs.parse('a=1',{allowDots:'x'})), qs.parse('a.0=b&a.1=c',{allowDots:true})];
