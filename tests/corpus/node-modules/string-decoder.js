// characters that come in pieces, byte by byte
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const { StringDecoder } = require('string_decoder');
const samples = { utf8: Buffer.from('aé€😀z'), bad: Buffer.from('61c3e282f09f98c3a9ff80e28261', 'hex'), surrogates: Buffer.from('eda080edb080', 'hex'), ucs2: Buffer.from('a€😀z', 'ucs2'), base64: Buffer.from('0102030405060708', 'hex'), odd: Buffer.from('6100d83d61', 'hex') };
for (const encoding of ['utf8', 'ucs2', 'base64', 'base64url', 'latin1', 'ascii', 'hex', undefined, 'UTF-16LE', 'binary']) {
  for (const [name, bytes] of Object.entries(samples)) {
    for (const step of [1, 2, 3, 5]) {
      t(`${encoding} ${name} ${step}`, () => {
        const d = new StringDecoder(encoding);
        const parts = [];
        for (let i = 0; i < bytes.length; i += step) parts.push(d.write(bytes.subarray(i, i + step)), d.lastNeed, d.lastTotal);
        return JSON.stringify([...parts, d.end(), d.encoding]);
      });
    }
  }
}
t('end with', () => new StringDecoder('utf8').end(Buffer.from('e282', 'hex')));
t('reuse', () => { const d = new StringDecoder('utf8'); return [d.write(Buffer.from([0xe2])), d.end(), d.write(Buffer.from('ok')), d.end()]; });
t('text', () => new StringDecoder().write('already'));
t('view', () => new StringDecoder().write(new Uint16Array([0x6261])));
t('bad', () => new StringDecoder().write(5));
t('badEncoding', () => new StringDecoder('nope'));
return out;
