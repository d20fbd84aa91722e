// AES in every mode and padding, keys of 128 to 256 bits
const C = require('crypto-js');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const key=n=>C.enc.Hex.parse('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f'.slice(0,n/4)); const iv=C.enc.Hex.parse('f0e0d0c0b0a090807060504030201000'); return ['CBC','CFB','CTR','OFB','ECB'].map(m=>[m,...['Pkcs7','Iso97971','AnsiX923','Iso10126','ZeroPadding','NoPadding'].filter(p=>p!=='Iso10126').map(p=>t(()=>{const o={iv,mode:C.mode[m],padding:C.pad[p]}; const e=C.AES.encrypt('exactly 16 bytes and more',key(256),o); return [String(e.ciphertext), C.AES.decrypt(e,key(256),o).toString(C.enc.Latin1).slice(0,25)]}))]).concat([128,192,256].map(n=>String(C.AES.encrypt('x',key(n),{iv}))));
