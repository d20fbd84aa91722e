// strictNullHandling, duplicates, allowPrototypes, plainObjects
const qs = require('qs');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const p=qs.parse('a[hasOwnProperty]=b&toString=c',{plainObjects:true}); return [qs.parse('a&b=',{strictNullHandling:true}), qs.parse('a=1&a=2',{duplicates:'first'}), qs.parse('a=1&a=2',{duplicates:'last'}), qs.parse('a=1&a=2',{duplicates:'combine'}), qs.parse('a[hasOwnProperty]=b'), qs.parse('hasOwnProperty=c'), qs.parse('hasOwnProperty=c',{allowPrototypes:true}), Object.getPrototypeOf(p)===null, p, qs.parse('a[__proto__][x]=1'), qs.parse('__proto__[x]=1',{allowPrototypes:true}), ({}).x===undefined, t(()=>qs.parse('a=1',{duplicates:'x'})), qs.parse('a[constructor]=1&constructor=2')];
