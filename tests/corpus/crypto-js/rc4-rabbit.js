// stream ciphers: RC4 with drops, Rabbit and its legacy form, with and without iv
const C = require('crypto-js');
const key = C.enc.Hex.parse('0123456789abcdef0123456789abcdef');
const iv = C.enc.Hex.parse('0011223344556677');
const out = {};
for (const name of ['RC4', 'RC4Drop', 'Rabbit', 'RabbitLegacy']) {
  for (const [label, options] of [['plain', {}], ['iv', { iv }]]) {
    const cipher = C[name].encrypt('streams keep the length', key, options);
    out[`${name} ${label}`] = [cipher.ciphertext.toString(), cipher.ciphertext.sigBytes, C[name].decrypt(cipher, key, options).toString(C.enc.Latin1)];
  }
}
out.drops = [0, 1, 192, 1000].map((drop) => C.RC4Drop.encrypt('x'.repeat(8), key, { drop }).ciphertext.toString());
out.undropped = C.RC4.encrypt('x'.repeat(8), key).ciphertext.toString() === out.drops[0];
return out;
