// signing and checking a webhook
const C = require('crypto-js');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const body=JSON.stringify({id:7,amount:'19.90',note:'ü'}); const ts='1700000000'; const sig=C.HmacSHA256(ts+'.'+body,'whsec_test').toString(C.enc.Hex); const header='t='+ts+',v1='+sig; const parse=Object.fromEntries(header.split(',').map(p=>p.split('='))); const same=(a,b)=>{let r=a.length^b.length; for(let i=0;i<a.length&&i<b.length;i++) r|=a.charCodeAt(i)^b.charCodeAt(i); return r===0}; return {header,ok:same(parse.v1,sig),bad:same(parse.v1,sig.replace(/.$/,'0'))&&sig.at(-1)!=='0',b64:C.HmacSHA1(body,'k').toString(C.enc.Base64),basic:'Basic '+C.enc.Base64.stringify(C.enc.Utf8.parse('us:pä'))};
