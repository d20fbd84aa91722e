// cycles are refused, shared objects are not
const qs = require('qs');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const c={}; c.a=c; const s={x:1}; const arr=[]; arr.push(arr); return [t(()=>qs.stringify(c)), t(()=>qs.stringify({arr})), qs.stringify({a:s,b:s}), t(()=>qs.stringify({get a(){return {b:1}}}))];
