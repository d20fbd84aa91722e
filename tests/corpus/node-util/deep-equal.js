// util.isDeepStrictEqual
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const { isDeepStrictEqual: eq } = require('util');
const pairs = { same: [{ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }], type: [1, '1'], nan: [NaN, NaN], zero: [0, -0], undef: [{ a: undefined }, {}], order: [{ a: 1, b: 2 }, { b: 2, a: 1 }], date: [new Date(0), new Date(0)], date2: [new Date(0), new Date(1)], re: [/a/g, /a/g], re2: [/a/g, /a/i], set: [new Set([1, { a: 1 }]), new Set([{ a: 1 }, 1])], set2: [new Set([1]), new Set(['1'])], map: [new Map([[{ k: 1 }, 'v']]), new Map([[{ k: 1 }, 'v']])], map2: [new Map([[1, 2]]), new Map([[1, 3]])], arr: [[1, 2], [1, 2, 3]], hole: [[, 1], [undefined, 1]], proto: [Object.create(null), {}], cls: [new (class A {})(), new (class B {})()], err: [new Error('a'), new Error('a')], err2: [new Error('a'), new Error('b')], buf: [Buffer.from('a'), Buffer.from('a')], buf2: [Buffer.from('a'), new Uint8Array([97])], fn: [() => 1, () => 1], boxed: [new Number(1), new Number(1)], boxed2: [new Number(1), 1], sym: [{ [Symbol.for('a')]: 1 }, { [Symbol.for('a')]: 1 }], sym2: [{ [Symbol.for('a')]: 1 }, {}], nil: [null, undefined], big: [1n, 1n], f32: [new Float32Array([0]), new Float32Array([-0])], args: [(function () { return arguments; })(1), [1]], arrProp: [Object.assign([1], { x: 1 }), [1]], weak: [new WeakMap(), new WeakMap()], str: [new String('a'), new String('a')], url: [{ href: 'a' }, { href: 'a' }] };
for (const [name, [a, b]] of Object.entries(pairs)) t(name, () => [eq(a, b), eq(b, a)]);
t('cycle', () => { const a = {}; a.a = a; const b = {}; b.a = b; return eq(a, b); });
