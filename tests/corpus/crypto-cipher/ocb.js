// AES-OCB: pieces, tags and vectors of every length, associated data before and between, refusals
const { createCipheriv, createDecipheriv, getCipherInfo } = require('crypto');
const out = [];
const t = (name, attempt) => {
  try { out.push([name, attempt()]); } catch (e) { out.push([name, e.name, e.code, e.message]); }
};
const bytes = (size, step) => Buffer.alloc(size).map((_, i) => i * step + size);
for (const bits of [128, 192, 256]) {
  const name = `aes-${bits}-ocb`;
  const key = bytes(bits / 8, 3);
  for (const size of [0, 1, 15, 16, 17, 47, 64, 1000]) {
    for (const [ivLength, authTagLength, more] of [[12, 16, 0], [15, 12, 5], [1, 8, 16], [7, 4, 40]]) {
      t(`${name} ${size} ${ivLength} ${authTagLength}`, () => {
        const data = bytes(size, 7);
        const iv = bytes(ivLength, 5);
        const cipher = createCipheriv(name, key, iv, { authTagLength });
        if (more) cipher.setAAD(bytes(more, 11));
        const parts = [0, 3, 20, 33].map((at, i, cuts) => cipher.update(data.subarray(at, cuts[i + 1])).toString('hex'));
        const sealed = parts.join('') + cipher.final('hex');
        const decipher = createDecipheriv(name, key, iv, { authTagLength });
        if (more) decipher.setAAD(bytes(more, 11));
        decipher.setAuthTag(cipher.getAuthTag());
        const opened = Buffer.concat([decipher.update(sealed, 'hex'), decipher.final()]);
        return [parts.map((part) => part.length), sealed.slice(0, 64), sealed.length, cipher.getAuthTag().toString('hex'), opened.equals(data)];
      });
    }
  }
}
const key = bytes(16, 1);
const iv = bytes(12, 1);
t('no length', () => createCipheriv('aes-128-ocb', key, iv));
t('long tag', () => createCipheriv('aes-128-ocb', key, iv, { authTagLength: 17 }));
t('long vector', () => createCipheriv('aes-128-ocb', key, bytes(16, 1), { authTagLength: 16 }));
t('no vector', () => createCipheriv('aes-128-ocb', key, Buffer.alloc(0), { authTagLength: 16 }));
t('other tag', () => {
  const decipher = createDecipheriv('aes-128-ocb', key, iv, { authTagLength: 16 });
  decipher.setAuthTag(Buffer.alloc(16));
  return [decipher.update('00', 'hex', 'hex'), decipher.final('hex')];
});
t('no tag', () => createDecipheriv('aes-128-ocb', key, iv, { authTagLength: 16 }).final());
t('short tag', () => createDecipheriv('aes-128-ocb', key, iv, { authTagLength: 16 }).setAuthTag(Buffer.alloc(12)));
t('info', () => [1, 12, 15, 16].map((ivLength) => getCipherInfo('aes-128-ocb', { ivLength })));
return out;
