// arrayFormat in all forms, commaRoundTrip, indices, empty arrays
const qs = require('qs');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const o={a:['b','c'],d:['e'],f:[],g:[{h:1},[2,3]]}; return ['indices','brackets','repeat','comma'].flatMap(f=>[true,false].map(e=>[f,e,qs.stringify(o,{arrayFormat:f,encode:e})])).concat([[qs.stringify({a:['b']},{arrayFormat:'comma',commaRoundTrip:true}), qs.stringify({a:['b,c','d']},{arrayFormat:'comma'}), qs.stringify({a:['b,c','d']},{arrayFormat:'comma',encodeValuesOnly:true}), qs.stringify({a:[1,2]},{indices:false}), qs.stringify({a:[],b:1},{allowEmptyArrays:true}), t(()=>qs.stringify({a:[1]},{arrayFormat:'x'})), qs.stringify({a:[,'x']}), qs.stringify({a:[null]},{skipNulls:true})]]);
