// time-based ids with everything given, and conversion between them
const u = require('uuid');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const o={node:[1,35,69,103,137,171],clockseq:0x1234,msecs:Date.UTC(2011,10,1),nsecs:5678}; return [u.v1(o), u.v6(o), u.v1ToV6(u.v1(o)), u.v6ToV1(u.v6(o)), [...u.v1(o,new Uint8Array(16))].join()];
