// hashes and HMACs fed in pieces, and copies of them
const C = require('crypto-js');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const s=C.algo.SHA256.create(); s.update('a'); const k=s.clone(); s.update('b').update(C.enc.Utf8.parse('c')); const h=C.algo.HMAC.create(C.algo.SHA1,'key'); h.update('a'); h.update('b'); return [String(s.finalize()), String(k.finalize('bc')), String(C.SHA256('abc')), String(h.finalize()), String(C.HmacSHA1('ab','key')), [224,256,384,512].map(n=>String(C.SHA3('x',{outputLength:n}))), t(()=>C.SHA3('x',{outputLength:100}))];
