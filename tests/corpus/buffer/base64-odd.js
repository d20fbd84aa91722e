// texts that are nearly base64
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
for (const text of ['', '=', '==', 'a', 'ab', 'abc', 'abcd', 'a=', 'ab=', 'ab==', 'abc=', 'a=b', 'ab=c', 'ab==cd', 'YQ==YQ==', 'YWI=Yw', '\n\nYQ', 'Y Q = =', 'Y.Q', 'YQ\u00e9==', 'YWJj\ud800', '_-_-', '+/+/', 'YWJjZA', 'YWJjZA===', '*YQ', '====YQ']) {
  t(text, () => [Buffer.from(text, 'base64').toString('hex'), Buffer.from(text, 'base64url').toString('hex'), Buffer.byteLength(text, 'base64')]);
}
for (let n = 0; n < 10; n++) t(`bytes ${n}`, () => { const b = Buffer.from('ff7e3fc08011aa55cc', 'hex').subarray(0, n); return [b.toString('base64'), b.toString('base64url')]; });
