// objects, null, numbers, Dates as inputs
const qs = require('qs');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
return [qs.parse(null), qs.parse(undefined), qs.parse(''), qs.parse({'a[b]':'c'}), qs.parse({'user[name]':{'pop[bob]':3},'user[email]':null}), qs.parse({a:[1,{b:2}]}), qs.parse({'a.b':1},{allowDots:true}), qs.parse({'a[0]':'x','a[1]':'y'}), t(()=>qs.parse(5)), qs.parse({a:undefined})];
