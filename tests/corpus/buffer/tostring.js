// every encoding, whole and in ranges
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const b = Buffer.from('aé€😀\u0000\xff\n', 'utf8');
for (const e of ['utf8', 'utf-8', 'UTF8', 'latin1', 'binary', 'ascii', 'hex', 'HEX', 'base64', 'base64url', 'ucs2', 'ucs-2', 'utf16le', 'UTF-16LE', undefined, null, '']) {
  t(`whole ${e}`, () => b.toString(e));
  for (const [s, n] of [[0, 3], [1, 2], [2, 1], [-3, 5], [3, 100], ['1', '4'], [NaN, 4], [1.9, 3.9], [undefined, 2], [0, -1]]) t(`${e} ${s} ${n}`, () => b.toString(e, s, n));
}
t('unknown', () => b.toString('nope'));
t('number', () => b.toString(1));
t('object', () => b.toString({}));
return out;
