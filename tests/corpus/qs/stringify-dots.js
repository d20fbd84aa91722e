// allowDots and encodeDotInKeys
const qs = require('qs');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const o={'name.obj':{'first.n':'J',last:['D','E']},a:{b:{c:1}}}; return [qs.stringify(o,{allowDots:true}), qs.stringify(o,{allowDots:true,encodeDotInKeys:true}), qs.stringify(o,{allowDots:true,encode:false}), qs.stringify(o,{allowDots:true,encodeDotInKeys:true,encodeValuesOnly:true}), qs.stringify(o,{encodeDotInKeys:true})];
