// Objects with unusual prototypes and accessors
console.log(Object.create(Array.prototype), Object.create(Map.prototype), Object.setPrototypeOf([1], null), Object.setPrototypeOf(new Map([[1, 2]]), null));
console.log(Object.setPrototypeOf(new Set([1]), Object.prototype), Object.setPrototypeOf({ a: 1 }, Array.prototype));
class A {} class B extends A {} A.prototype.x = 1; console.log(Object.create(B.prototype), Object.create(Object.create(null)), Object.create(A));
const o = Object.create({ constructor: { name: 'Fake' } }); console.log(o); const anon = new (class {})(); console.log(anon, [anon]);
console.log(new (class extends Date {})(0), new (class Pattern extends RegExp {})('a'), new (class Fail extends TypeError {})('m').name);
console.log(Object.create({}, { a: { value: 1, enumerable: true }, b: { value: 2 } }), new (function Foo() { })());
console.log({ get throws() { throw new Error('never called'); } }); console.dir({ get a() { return { b: 1 }; }, set a(v) {} }, { getters: true });
console.log(new (class Foo { get [Symbol.toStringTag]() { return 'Bar'; } })(), new (class Foo { get [Symbol.toStringTag]() { return 'Foo'; } })());
console.log(Object.defineProperty(new A(), Symbol.toStringTag, { value: 'T', enumerable: true })); console.log([Object.create(null)], { n: Object.create(null) });
console.log(new Boolean(false), [new String('abc')], Object.assign(new String('ab'), { x: 1 }), Object.assign(new Number(3), { y: 1 }), new Symbol.prototype.constructor.for.constructor('return 1'));
console.dir({ a: [1, 2, { b: new Map([['k', { deep: { er: 1 } }]]) }] }, { depth: 5 }); console.dir([3, 1, 2], { sorted: true }); console.dir({ b: 1, a: 2 }, { sorted: true, compact: false });
console.dir('x'.repeat(30), { maxStringLength: 10 }); console.dir([1, 2, 3, 4], { maxArrayLength: 2 }); console.dir(123456789.123, { numericSeparator: true }); console.dir(Object.defineProperty([1], 'h', { value: 1 }), { showHidden: true });
