// parse of stringify over many shapes and options
const qs = require('qs');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const os=[{a:{b:['c',{d:'e'}]}},{f:[['1','2'],['3']]},{g:'',h:'&='},{'i.j':'k'},{l:{m:{n:{o:{p:'q'}}}}},{'[x]':'y'},{u:'ü 中 😀'},{arr:['only']},{n:null}]; const ops=[{},{arrayFormat:'brackets'},{arrayFormat:'repeat'},{allowDots:true},{encode:false},{strictNullHandling:true},{encodeValuesOnly:true}]; return os.map(o=>ops.map(p=>JSON.stringify(qs.parse(qs.stringify(o,p),p))===JSON.stringify(o)));
