// kinds of values
const qs = require('qs');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
return [{a:'b'},{a:1,b:true},{a:{b:{c:'d'}}},{a:['b','c']},{a:[{b:1},{c:[2]}]},{a:null},{a:undefined},{a:''},{a:[]},{a:{}},{a:[null,undefined,'']},{a:new Date(0)},{a:NaN},{a:-0},{a:10n},{a:()=>1},{'a b':'c&d=e'},{'ключ':'значение 😀'},{a:'(x)!*\'~'},{a:[[1,[2]],[3]]},{a:false},{'':''},{a:Symbol.iterator},Object.create({inherited:1})].map(o=>t(()=>qs.stringify(o)));
