// Plain objects: nesting, keys, symbols, accessors, order
console.log({}, { a: 1, b: 'two', c: [3], 'd-e': 4, 5: 6, [Symbol('k')]: 7 });
console.log({ a: { b: { c: { d: {} } } } });
console.log({ get a() { return 1; }, set a(v) {}, get b() { return 1; }, set c(v) {} });
console.log({ f() {}, g: () => {}, h: async () => {}, *i() {}, async *j() {}, k: class {}, l: class L {}, m: function () {} });
console.log(Object.create(null), Object.create({ a: 1 }), Object.assign(Object.create(null), { x: 1 }));
class Point { constructor(x, y) { this.x = x; this.y = y; } get sum() { return this.x + this.y; } }
class Point3 extends Point { constructor() { super(1, 2); this.z = 3; } }
console.log(new Point(1, 2), new Point3(), Point, Point3, [Point3], class extends Point {}, class extends null {});
class Empty {} console.log(new Empty(), [new Empty()]);
class Tagged { get [Symbol.toStringTag]() { return 'Tag'; } } console.log(new Tagged(), { [Symbol.toStringTag]: 'Own' });
class Private { #a = 1; b = 2; static c = 3; static #d = 4; } console.log(new Private(), Private);
const cycle = { name: 'c', list: [] }; cycle.self = cycle; cycle.list.push(cycle, { cycle }); console.log(cycle);
const twice = { a: 1 }; console.log([twice, twice]);
console.log({ a: 'x'.repeat(80), b: 1 });
console.log({ one: 'aaaaaaaaaaaaaaaaaaaa', two: 'bbbbbbbbbbbbbbbbbbbbbbbb', three: 'cccccccccccccccccccc', four: 'd' });
console.log({ id: 1, customer: { name: 'Ann', address: { city: 'Berlin', lines: ['a', 'b'], geo: { lat: 1 } } }, lines: [{ sku: 'a', qty: 1 }, { sku: 'b', qty: 2 }] });
console.log({ text: 'line one\nline two', other: 1 });
console.log({ undefined: undefined, null: null, 'quo"te': 1, "quo'te": 2, 'é': 3, 'a b': 4, '': 5 });
function Old() { this.a = 1; } console.log(new Old(), Old, new (function () { this.b = 1; })());
console.log(Object.defineProperty({}, 'hidden', { value: 1 }), Object.freeze({ a: 1 }));
console.log(globalThis === global, Object.prototype.toString.call(console));
console.log({ __proto__: { constructor: 'nope' }, a: 1 }, { constructor: 'own' });
