// the same digests by crypto, crypto-js and subtle
const crypto = require('crypto'); const CryptoJS = require('crypto-js');
const subtle = await globalThis.crypto.subtle.digest('SHA-256', new TextEncoder().encode('order 17'));
return [crypto.createHash('sha256').update('order 17').digest('hex'), CryptoJS.SHA256('order 17').toString(), Buffer.from(subtle).toString('hex'),
  crypto.createHmac('sha1', 'secret').update('a=1&b=2').digest('base64'), CryptoJS.HmacSHA1('a=1&b=2', 'secret').toString(CryptoJS.enc.Base64),
  require('node:crypto') === crypto, crypto.webcrypto === globalThis.crypto, crypto.subtle === globalThis.crypto.subtle];
