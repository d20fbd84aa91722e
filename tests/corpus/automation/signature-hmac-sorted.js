// a payment request: parameters sorted, joined, signed by HMAC, compared in constant time
const crypto = require('node:crypto');
const params = { nonce_str: 'ibuaiVcKdpRxkhJA', body: 'Prüfung & mehr', mch_id: '10000100', appid: 'wxd930ea5d5a258f4f', empty: '', nothing: undefined, total: 101 };
const base = Object.keys(params).filter((k) => params[k] !== undefined && params[k] !== '').sort().map((k) => `${k}=${params[k]}`).join('&');
const sign = (alg, enc) => crypto.createHmac(alg, '192006250b4c09247ec02edce69f6a2d').update(base + '&key=k', 'utf8').digest(enc);
const good = Buffer.from(sign('sha256', 'hex'));
const equal = (a, b) => { try { return crypto.timingSafeEqual(a, b); } catch (e) { return `${e.name} [${e.code}]: ${e.message}`; } };
return { base, md5: crypto.createHash('md5').update(base).digest('hex').toUpperCase(), sha1: sign('sha1', 'base64'), sha256: sign('sha256', 'base64url'),
  sha512: sign('sha512', 'latin1').length, same: equal(good, Buffer.from(good)), other: equal(good, Buffer.from('short')) };
