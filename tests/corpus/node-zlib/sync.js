// gzip, deflate and raw there and back, at once
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const zlib = require('zlib');
const texts = { empty: '', short: 'hello', long: 'The quick brown fox 中文 '.repeat(2000), bytes: Buffer.from(Array.from({ length: 1000 }, (_, i) => (i * 7919) & 255)) };
for (const [name, text] of Object.entries(texts)) {
  for (const [pack, unpack] of [['gzipSync', 'gunzipSync'], ['deflateSync', 'inflateSync'], ['deflateRawSync', 'inflateRawSync'], ['gzipSync', 'unzipSync'], ['deflateSync', 'unzipSync']]) {
    t(`${name} ${pack} ${unpack}`, () => { const packed = zlib[pack](text); return [Buffer.isBuffer(packed), zlib[unpack](packed).equals(Buffer.from(text))]; });
  }
}
t('known', () => [zlib.gunzipSync(Buffer.from('H4sIAAAAAAAAA8tIzcnJBwCGphA2BQAAAA==', 'base64')).toString(), zlib.inflateSync(Buffer.from('eJzLSM3JyQcABiwCFQ==', 'base64')).toString()]);
t('levels', () => [0, 1, 6, 9].map((level) => zlib.inflateSync(zlib.deflateSync(texts.long, { level })).length));
t('dictionary', () => { const dictionary = Buffer.from('quick brown'); const d = zlib.deflateSync('the quick brown fox', { dictionary }); return [zlib.inflateSync(d, { dictionary }).toString()]; });
t('noDictionary', () => zlib.inflateSync(zlib.deflateSync('x', { dictionary: Buffer.from('dict') })));
t('members', () => zlib.gunzipSync(Buffer.concat([zlib.gzipSync('one '), zlib.gzipSync('two')])).toString());
t('header', () => zlib.gunzipSync(Buffer.from('nothing of the kind')));
t('header2', () => zlib.inflateSync(Buffer.from([1, 2, 3])));
t('cut', () => zlib.gunzipSync(zlib.gzipSync('hello world').subarray(0, 15)));
t('cutOk', () => zlib.gunzipSync(zlib.gzipSync('hello world').subarray(0, 28), { finishFlush: zlib.constants.Z_SYNC_FLUSH }).toString());
t('crc', () => { const g = zlib.gzipSync('hello'); g[g.length - 5] ^= 1; g[g.length - 8] ^= 1; return zlib.gunzipSync(g); });
t('max', () => zlib.inflateSync(zlib.deflateSync(Buffer.alloc(1000)), { maxOutputLength: 10 }));
t('level bad', () => zlib.deflateSync('x', { level: 99 }));
t('type', () => zlib.gzipSync(5));
t('crc32', () => [zlib.crc32('hello'), zlib.crc32(Buffer.from('world'), zlib.crc32('hello '))]);
t('constants', () => [zlib.constants.Z_BEST_SPEED, zlib.Z_NO_FLUSH, zlib.codes.Z_OK, zlib.codes['-3']]);
t('keys', () => Object.keys(zlib).sort());
return out;
