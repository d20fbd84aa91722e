// deepEqual, deepStrictEqual and their differences
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const assert = require('assert');
const a = (name, attempt) => { try { attempt(); out[name] = 'passed'; } catch (e) { out[name] = [e.name, e.code, e.message, e.operator, e.generatedMessage]; } };
const pairs = { same: [{ a: [1] }, { a: [1] }], loose: [{ a: 1 }, { a: '1' }], value: [{ a: 1, b: 2 }, { a: 1, b: 3 }], array: [[1, 2, 3], [1, 2, 4]], longArray: [Array.from({ length: 30 }, (_, i) => i), Array.from({ length: 30 }, (_, i) => (i === 15 ? 'x' : i))], missing: [{ a: 1 }, { a: 1, b: 2 }], extra: [{ a: 1, b: 2 }, { a: 1 }], nested: [{ a: { b: { c: 1 } } }, { a: { b: { c: 2 } } }], map: [new Map([[1, 2]]), new Map([[1, 3]])], set: [new Set([1]), new Set([2])], date: [new Date(0), new Date(1)], re: [/a/, /b/], text: ['abc', 'abd'], nan: [NaN, NaN], nil: [null, undefined], proto: [Object.create(null), {}], err: [new Error('a'), new Error('b')], buf: [Buffer.from('a'), Buffer.from('b')], classes: [new (class A { x = 1; })(), new (class B { x = 1; })()], zero: [0, -0], mixed: [[1, { a: 'x' }], [1, { a: 'y' }]] };
for (const [name, [x, y]] of Object.entries(pairs)) {
  a(`strict ${name}`, () => assert.deepStrictEqual(x, y));
  a(`loose ${name}`, () => assert.deepEqual(x, y));
  a(`not ${name}`, () => assert.notDeepStrictEqual(x, y));
  a(`notLoose ${name}`, () => assert.notDeepEqual(x, y));
}
a('message', () => assert.deepStrictEqual(1, 2, 'mine'));
return out;
