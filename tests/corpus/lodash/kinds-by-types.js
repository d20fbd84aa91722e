// what lodash takes for which kind: what an object is counts, not what its tag says
const _ = require('lodash');
class M2 extends Map {} class D2 extends Date {} class U extends Uint8Array {}
const fake = (tag) => ({ [Symbol.toStringTag]: tag });
const tagged = new Map([[1, 2]]); Object.defineProperty(tagged, Symbol.toStringTag, { value: 'Other' });
const values = { map: new Map([[1, 2]]), m2: new M2(), set: new Set([1]), date: new Date(0), d2: new D2(5), re: /a/g, ab: new ArrayBuffer(2), sab: new SharedArrayBuffer(2), u8: new Uint8Array(2), u: new U(2), bi: BigInt64Array.of(1n), bu: new BigUint64Array(1), dv: new DataView(new ArrayBuffer(1)), f32: new Float32Array(1), tagged, ...Object.fromEntries(['Map', 'Set', 'Date', 'RegExp', 'ArrayBuffer', 'Uint8Array'].map((t) => ['fake' + t, fake(t)])), om: Object.create(Map.prototype), od: Object.create(Date.prototype), or: Object.create(RegExp.prototype), os: Object.create(Set.prototype), nul: null, und: undefined, obj: {}, arr: [1], str: 's', fn() {}, buf: Buffer.from('ab'), prox: new Proxy(new Map(), {}), args: (function () { return arguments; })(1), err: new Error('e'), wm: new WeakMap(), sym: Symbol('x'), rp: RegExp.prototype };
const tests = ['isMap', 'isSet', 'isDate', 'isRegExp', 'isArrayBuffer', 'isTypedArray', 'isEmpty', 'isPlainObject', 'isObjectLike', 'isBuffer', 'isArrayLike'];
const out = {};
for (const [k, v] of Object.entries(values)) out[k] = tests.map((t) => { try { return +_[t](v); } catch (e) { return e.name; } }).join('');
const same = (f) => { try { return f(); } catch (e) { return `${e.name}`; } };
out.equal = [same(() => _.isEqual(BigInt64Array.of(1n), BigInt64Array.of(1n))), same(() => _.isEqual(BigInt64Array.of(1n), BigInt64Array.of(2n))), same(() => _.isEqual(new U(2), new U(2))), same(() => _.isEqual(tagged, new Map([[1, 2]]))), same(() => _.isEqual(fake('Map'), fake('Map'))), same(() => _.isEqual(new M2([[1, 2]]), new M2([[1, 2]]))), same(() => _.isEqual(new Date(1), new Date(1)))];
out.clone = Object.fromEntries(Object.entries(values).map(([k, v]) => [k, same(() => { const c = _.cloneDeep(v); return [Object.prototype.toString.call(c), c === v, _.isEqual(c, v), c?.size]; })]));
out.keys = [same(() => _.keys(BigInt64Array.of(1n, 2n))), same(() => _.keys(new U(2))), same(() => _.size(tagged)), same(() => _.toArray(tagged)), same(() => _.merge({}, { a: BigInt64Array.of(1n) }).a?.length)];
return JSON.parse(JSON.stringify(out, (k, v) => (typeof v === 'bigint' ? `${v}n` : v)));
