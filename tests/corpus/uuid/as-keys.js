// ids as keys, sorted, made stable from content
const u = require('uuid');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const id=o=>u.v5(JSON.stringify(Object.entries(o).sort()),u.v5.URL); return [id({a:1,b:2})===id({b:2,a:1}), id({a:1}), [3,1,2].map(n=>u.v5(String(n),u.v5.DNS)).sort(), u.v5.DNS, u.v5.URL, typeof crypto.randomUUID()];
