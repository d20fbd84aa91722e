// HMAC with keys shorter, equal and longer than a block, as words and as text
const C = require('crypto-js');
const { createHmac } = require('crypto');
const keys = ['', 'k', 'k'.repeat(63), 'k'.repeat(64), 'k'.repeat(65), 'k'.repeat(200), 'ключ'];
return ['MD5', 'SHA1', 'SHA256', 'SHA512', 'RIPEMD160'].map((name) => [name, ...keys.map((key) => {
  const mine = C[`Hmac${name}`]('message', key).toString();
  return [mine.slice(0, 16), mine === createHmac(name.toLowerCase(), key).update('message').digest('hex')];
})]).concat([[C.HmacSHA256(C.enc.Hex.parse('ff00'), C.enc.Hex.parse('00ff00')).toString(C.enc.Base64)]]);
