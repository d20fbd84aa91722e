// data of every shape as JSON, plain and nearly plain: order of keys, gaps, holes, texts of all kinds, what is left out, cycles, prototypes
const told = (make) => { try { return make(); } catch (e) { return [e.name, e.message].join(': '); } };
const out = {};
const forms = (value) => [told(() => JSON.stringify(value)), told(() => JSON.stringify(value, null, 2)), told(() => JSON.stringify({ value }, undefined, '\u4e2d-')), told(() => JSON.stringify([value], (key, each) => each))];
let all = '';
for (let i = 0; i < 300; i++) all += String.fromCharCode(i);
all += '\ud800 \udc00 \ud83d\ude00 \udbff\udfff \ude00\ud83d \u2028\u2029 \uffff \ud800';
out.texts = [all, all.slice(0, 256), '', 'a', '"', '\\', 'plain', '\u007f\u0080', { [all]: all }, 'x'.repeat(300) + 'y'.repeat(300) + '\n'].map(forms);
out.numbers = [0, -0, 1, -1, 2147483647, -2147483648, 2147483648, 1.5, -1e-7, 1e21, 123456789012345680000, 5e-324, 1.7976931348623157e308, NaN, Infinity, -Infinity, 0.1 + 0.2].map((each) => JSON.stringify([each]));
out.others = [null, true, false, undefined, () => 1, Symbol('x'), [undefined, () => 1, Symbol('x')], { a: undefined, b() {}, c: Symbol('x'), d: 1 }, new Date(0), /x/, new Map([[1, 2]]), new Set([1]), new Error('e'), Object(1), Object('s'), Object(true), new Uint8Array([1, 2]), Buffer.from('ab'), new URL('http://a/b'), 1n, { a: [1n] }].map(forms);
const holes = [1, , 3]; holes.length = 5;
const named = [1, 2]; named.name = 'x'; named.toString = () => 'y';
out.arrays = [[], [[]], [{}], holes, named, new Array(3), Array.from({ length: 3 }), Object.freeze([1, [2]]), [1, 2].concat([[3]])].map(forms);
const index = { b: 1, 2: 2, a: 3, 1: 4, 4294967294: 5, 4294967295: 6, '-1': 7, '01': 8, 1.5: 9 };
const ascending = JSON.parse('{"1":1,"5":2,"10":3,"a":4,"":5,"__proto__":6,"toString":7}');
const removed = { a: 1, b: 2, c: 3 }; delete removed.b; removed.b = 4;
const many = Object.fromEntries(Array.from({ length: 100 }, (_, i) => ['key' + (i * 37 % 100), i]));
out.objects = [{}, { a: {} }, index, ascending, removed, many, Object.create(null, { x: { value: 1, enumerable: true }, y: { value: 2 } }), Object.defineProperty({ z: 1 }, 'hidden', { value: 2, enumerable: false }), { get a() { return 1; }, b: 2 }, { [Symbol('s')]: 1, t: 2 }, Object.freeze({ a: 1 }), globalThis.structuredClone({ a: [{ b: 1 }] })].map(forms);
class Point { constructor() { this.x = 1; this.list = [this.x]; } get computed() { return 1; } #own = 1; }
class Told extends Point { toJSON(key) { return { key, x: this.x }; } }
out.classes = [new Point(), [new Told(), { told: new Told() }], Object.create({ inherited: 1 }), Object.assign(Object.create({ toJSON: 1 }), { a: 1 }), Object.create({ toJSON() { return 'from above'; } }), Object.assign([], { toJSON: () => 'own' }), { toJSON: null, a: 1 }, Object.defineProperty({ a: 1 }, 'toJSON', { value: () => 'unseen', enumerable: false }), new Proxy({ a: 1 }, {}), [new Proxy([1], {})]].map(forms);
const circle = { a: [] }; circle.a.push({ circle });
const twice = { x: 1 };
let deep = 1;
for (let i = 0; i < 1000; i++) deep = i % 2 ? [deep] : { deep };
out.graphs = [told(() => JSON.stringify(circle)), JSON.stringify([twice, twice, { twice }]), JSON.stringify(deep).length, JSON.stringify(deep, null, 1).length];
const log = [];
JSON.stringify({ a: { toJSON(key) { log.push(key); return { toJSON: () => 1 }; } }, get b() { log.push('b'); return 2; }, c: new Date(0) });
out.log = log;
out.lists = [JSON.stringify({ a: 1, b: { a: 2, c: 3 } }, ['b', 'a']), JSON.stringify([1, { a: 1 }], []), JSON.stringify({ a: 1 }, null, 99), JSON.stringify({ a: [] , b: {} }, null, 3)];
const made = { list: [1, 2, 3], o: { a: 1 } };
Object.prototype.toJSON = function () { return Array.isArray(this) ? 'an array' : typeof this === 'object' ? { ...this, seen: 1 } : 'other'; };
out.everywhere = told(() => JSON.stringify(made));
delete Object.prototype.toJSON;
Array.prototype.toJSON = function () { return this.length; };
out.ofArrays = JSON.stringify(made);
delete Array.prototype.toJSON;
Object.defineProperty(Array.prototype, '1', { value: 'from the prototype', configurable: true });
out.fromPrototype = JSON.stringify([holes, { holes }]);
delete Array.prototype[1];
out.again = JSON.stringify(made);
// Generated, and read again.
let seed = 7;
const random = (n) => { seed = (Math.imul(seed, 1103515245) + 12345) >>> 0; return (seed >>> 8) % n; };
const value = (depth) => [() => random(1000) - 500, () => random(1e6) / 8, () => String.fromCharCode(...Array.from({ length: random(12) }, () => random(random(2) ? 128 : 65536))), () => null, () => random(2) === 1, () => undefined, () => Array.from({ length: depth > 4 ? 0 : random(6) }, () => value(depth + 1)), () => Object.fromEntries(Array.from({ length: depth > 4 ? 0 : random(6) }, () => [random(3) ? 'k' + random(9) : random(50), value(depth + 1)]))][random(8)]();
let sum = 0;
const sums = [];
for (let i = 0; i < 400; i++) {
  const each = [value(0), { v: value(0) }];
  for (const text of [JSON.stringify(each), JSON.stringify(each, null, i % 4)]) for (let at = 0; at < text.length; at++) sum = (Math.imul(sum, 31) + text.charCodeAt(at)) | 0;
  if (JSON.stringify(JSON.parse(JSON.stringify(each))) !== JSON.stringify(each)) sums.push(i);
  if (i % 50 === 0) sums.push(sum);
}
out.sums = sums;
return out;
