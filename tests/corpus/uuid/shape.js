// the exports and the shape of fresh ids
const u = require('uuid');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const re=/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/; return [Object.keys(u).sort(), [u.v1(),u.v4(),u.v6(),u.v7()].map(x=>[re.test(x),u.version(x),u.validate(x)]), new Set(Array.from({length:1000},()=>u.v4())).size, (l=>l.join()===[...l].sort().join())(Array.from({length:50},()=>u.v7()))];
