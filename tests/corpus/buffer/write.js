// write by encoding, offset and length, and what does not fit
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
for (const [text, ...rest] of [['abc'], ['abc', 2], ['abc', 8], ['abc', 10], ['€€€€', 0], ['€€€€', 9], ['😀', 7], ['😀', 6], ['abc', 1, 2], ['abc', 1, 2, 'latin1'], ['abc', 'latin1'], ['6869zz', 0, 'hex'], ['aGkh', 3, 'base64'], ['ab', 1, 3, 'ucs2'], ['ab', 0, 1, 'ucs2'], ['a-_b', 'base64url'], ['abc', -1], ['abc', 11], ['abc', 0, 20], ['abc', 0, -1], ['abc', 0, 1, 'nope'], ['é', 'ascii'], ['abc', 1.5], ['abc', '1']]) {
  t(JSON.stringify([text, ...rest]), () => { const b = Buffer.alloc(10, 0x2e); return [b.write(text, ...rest), b.toString('hex')]; });
}
t('number', () => Buffer.alloc(1).write(5));
t('methods', () => { const b = Buffer.alloc(8); return [b.utf8Write('é', 1), b.latin1Write('é', 4), b.hexWrite('ff', 6), b.toString('hex'), b.utf8Slice(1, 3), b.hexSlice(4, 7), b.base64Slice(), b.asciiSlice(0, 2)]; });
