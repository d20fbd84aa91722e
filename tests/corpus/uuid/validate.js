// validate and version over odd texts
const u = require('uuid');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
return ['','not','1b671a64-40d5-491e-99b0-da01ff1f3341','1B671A64-40D5-491E-99B0-DA01FF1F3341','00000000-0000-0000-0000-000000000000','ffffffff-ffff-ffff-ffff-ffffffffffff','1b671a64-40d5-991e-99b0-da01ff1f3341','1b671a64-40d5-491e-c9b0-da01ff1f3341','{1b671a64-40d5-491e-99b0-da01ff1f3341}',5,null].map(x=>[t(()=>u.validate(x)),t(()=>u.version(x))]).concat([[u.NIL,u.MAX]]);
