// name-based ids with the four namespaces and own ones
const u = require('uuid');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
return ['hello.example.com','http://example.com/x','','žluť 😀'].map(n=>[u.v5(n,u.v5.DNS),u.v3(n,u.v3.URL),u.v5(n,'1b671a64-40d5-491e-99b0-da01ff1f3341'),u.v5(n,u.parse('1b671a64-40d5-491e-99b0-da01ff1f3341'))]).concat([[t(()=>u.v5('x','nope')),u.v5([1,2,3],u.v5.DNS),[...u.v5('x',u.v5.DNS,new Uint8Array(16))].join()]]);
