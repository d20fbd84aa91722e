// a JWT made and read
const C = require('crypto-js');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const b=o=>C.enc.Base64url.stringify(C.enc.Utf8.parse(JSON.stringify(o))); const h=b({alg:'HS256',typ:'JWT'}), p=b({sub:'1234567890',name:'Jöhn Döe 😀',iat:1516239022}); const s=C.HmacSHA256(h+'.'+p,'secret').toString(C.enc.Base64url); const jwt=[h,p,s].join('.'); return {jwt,claims:JSON.parse(C.enc.Utf8.stringify(C.enc.Base64url.parse(jwt.split('.')[1]))),ok:C.HmacSHA256(jwt.split('.').slice(0,2).join('.'),'secret').toString(C.enc.Base64url)===s};
