// Key wrap: AES with and without padding, any first value, triple DES; what is no wrapped key
const { createCipheriv, createDecipheriv, getCipherInfo, getCiphers } = require('crypto');
const out = [];
const t = (name, attempt) => {
  try { out.push([name, attempt()]); } catch (e) { out.push([name, e.name, e.code, e.message]); }
};
t('names', () => getCiphers().filter((name) => name.includes('wrap')).map((name) => [name, getCipherInfo(name)]));
for (const bits of [128, 192, 256]) {
  for (const padded of [false, true]) {
    const name = `id-aes${bits}-wrap${padded ? '-pad' : ''}`;
    const key = Buffer.alloc(bits / 8).map((_, i) => i * 5 + bits);
    for (const iv of padded ? ['a65959a6', '01020304'] : ['a6a6a6a6a6a6a6a6', '0102030405060708']) {
      for (const size of [0, 1, 8, 15, 16, 17, 24, 200]) {
        t(`${name} ${iv} ${size}`, () => {
          const data = Buffer.alloc(size).map((_, i) => i + 1);
          const vector = Buffer.from(iv, 'hex');
          const cipher = createCipheriv(name, key, vector);
          const wrapped = Buffer.concat([cipher.update(data), cipher.final()]);
          const decipher = createDecipheriv(name, key, vector);
          return [wrapped.toString('hex'), Buffer.concat([decipher.update(wrapped), decipher.final()]).equals(data)];
        });
      }
      t(`${name} ${iv} damaged`, () => createDecipheriv(name, key, Buffer.from(iv, 'hex')).update(Buffer.alloc(32, 9)));
      t(`${name} ${iv} cut`, () => createDecipheriv(name, key, Buffer.from(iv, 'hex')).update(Buffer.alloc(23, 9)));
    }
    t(`${name} vector`, () => createCipheriv(name, key, Buffer.alloc(5)));
    t(`${name} no vector`, () => createCipheriv(name, key, null));
    t(`${name} key`, () => createCipheriv(name, key.subarray(1), Buffer.alloc(padded ? 4 : 8)));
  }
}
t('twice', () => {
  const cipher = createCipheriv('aes128-wrap', Buffer.alloc(16, 3), Buffer.alloc(8, 4));
  return [cipher.update(Buffer.alloc(16, 1), null, 'hex'), cipher.update(Buffer.alloc(24, 1), null, 'hex'), cipher.final('hex')];
});
t('triple', () => {
  const key = Buffer.alloc(24).map((_, i) => i);
  const wrapped = createCipheriv('des3-wrap', key, '').update(Buffer.alloc(40, 7));
  return [wrapped.length, createDecipheriv('des3-wrap', key, null).update(wrapped).equals(Buffer.alloc(40, 7))];
});
t('triple damaged', () => createDecipheriv('des3-wrap', Buffer.alloc(24, 1), '').update(Buffer.alloc(40, 7)));
t('triple odd', () => createCipheriv('des3-wrap', Buffer.alloc(24, 1), '').update(Buffer.alloc(5)));
return out;
