// Buffer.byteLength by encoding and type
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
for (const [text, e] of [['héllo'], ['héllo', 'latin1'], ['abc', 'hex'], ['abcd', 'hex'], ['aGk=', 'base64'], ['aGkh', 'base64'], ['aG==', 'base64url'], ['a', 'ucs2'], ['x', 'nope'], ['€', undefined], ['=', 'base64'], ['', 'base64']]) t(`${text} ${e}`, () => Buffer.byteLength(text, e));
t('buffer', () => Buffer.byteLength(Buffer.alloc(3)));
t('arrayBuffer', () => Buffer.byteLength(new ArrayBuffer(7)));
t('view', () => Buffer.byteLength(new Uint16Array(2)));
t('number', () => Buffer.byteLength(3));
t('nothing', () => Buffer.byteLength());
return out;
