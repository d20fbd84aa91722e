// bytes to text and back
const u = require('uuid');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const id='1b671a64-40d5-491e-99b0-da01ff1f3341'; const b=u.parse(id); return [[...b], u.stringify(b), t(()=>u.parse('x')), t(()=>u.stringify(new Uint8Array(16).fill(255,6,9))), u.stringify([0,0,0,...b],3), b instanceof Uint8Array, b.length];
