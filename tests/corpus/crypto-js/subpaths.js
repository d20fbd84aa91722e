// algorithms required one by one
const C = require('crypto-js');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
return ['sha256','hmac-sha256','aes','enc-base64','enc-utf8','md5','core','pbkdf2','mode-ctr','pad-nopadding','lib-typedarrays','format-hex','x64-core','enc-hex'].map(n=>t(()=>[n,typeof require('crypto-js/'+n)])).concat([[String(require('crypto-js/sha256')('a')), require('crypto-js/enc-base64').stringify(C.enc.Utf8.parse('hi')), String(require('crypto-js/hmac-sha256')('m','k')), Object.keys(C).sort(), Object.keys(C.enc).sort(), Object.keys(C.mode).sort(), Object.keys(C.pad).sort(), Object.keys(C.algo).sort()]]);
