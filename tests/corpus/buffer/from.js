// what Buffer.from takes, and what it refuses
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
for (const [name, args] of Object.entries({
  text: ['hé€😀'], hex: ['68c3a9', 'hex'], oddHex: ['68c', 'hex'], badHex: ['68zz', 'hex'], base64: ['aGk=', 'base64'],
  unpadded: ['aGk', 'base64'], spaced: ['aG\nk =', 'base64'], urlInPlain: ['-_-_', 'base64'], plainInUrl: ['+/+/', 'base64url'],
  latin1: ['hé€', 'latin1'], binary: ['hé', 'binary'], ascii: ['hé', 'ascii'], ucs2: ['h€', 'ucs2'], utf16: ['h😀', 'UTF-16LE'],
  upper: ['hi', 'UTF8'], array: [[1, 2, 256, -1, '7', null]], object: [{ length: 3, 0: 1, 2: 9 }], json: [{ type: 'Buffer', data: [1, 2] }],
  boxed: [new String('box')], valueOf: [{ valueOf: () => 'worth' }], primitive: [{ [Symbol.toPrimitive]: () => 'prim' }],
  bytes: [new Uint8Array([1, 2, 300])], words: [new Uint16Array([1, 258])], number: [5], nothing: [], nil: [null], bool: [true],
  symbol: [Symbol('x')], fn: [() => 1], bigint: [5n], unknown: ['a', 'nope'], empty: [''], emptyObject: [{}],
})) t(name, () => Buffer.from(...args).toString('hex'));
t('arrayBuffer', () => { const a = new Uint8Array([1, 2, 3, 4]).buffer; const b = Buffer.from(a, 1, 2); b[0] = 9; return [b.length, new Uint8Array(a)[1]]; });
t('arrayBufferOffset', () => Buffer.from(new ArrayBuffer(2), 5));
t('arrayBufferLength', () => Buffer.from(new ArrayBuffer(2), 0, 5));
t('copies', () => { const a = Buffer.from([1]); const b = Buffer.from(a); b[0] = 2; return a[0]; });
