// how a Buffer is printed
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const { inspect } = require('util');
const b = Buffer.from('hello');
b.note = 'x';
console.log(Buffer.from('hi'), [Buffer.alloc(2)], { b: Buffer.alloc(0) }, Buffer.alloc(60, 7), b);
console.log('%s %o %j', Buffer.from('a'), Buffer.from('a'), Buffer.from('a'));
console.log(new Uint8Array([1, 2]), new Float64Array(2), new ArrayBuffer(4), new DataView(new ArrayBuffer(2)), new BigInt64Array(1));
console.log(Buffer, Buffer.prototype.constructor === Buffer, Object.prototype.toString.call(b), Buffer.name, Buffer.length);
require('buffer').INSPECT_MAX_BYTES = 3;
const short = inspect(Buffer.alloc(5));
require('buffer').INSPECT_MAX_BYTES = 50;
return [short, require('buffer').INSPECT_MAX_BYTES, inspect(Buffer.from('abc'), { compact: false }), inspect(Buffer.alloc(51))];
