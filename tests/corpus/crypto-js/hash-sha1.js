// SHA1 and HMAC with it over texts, hex and Base64
const C = require('crypto-js');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const texts=['','a','hello world','žluťoučký kůň','你好😀','x'.repeat(200),'\u0000\u00ff']; return texts.map(x=>[String(C.SHA1(x)), C.SHA1(x).toString(C.enc.Base64), String(C.HmacSHA1(x,'key')), String(C.HmacSHA1(x,'k'.repeat(200)))]);
