// names of anonymous classes and functions, accessor descriptors, computed and numeric member names
const sym = Symbol('tag');
const o = { a: class {}, b: () => {}, [sym]: function () {}, ['c' + 1]: class { static name = 'own'; }, get d() { return 1; }, async *e() {} };
const { f = () => {} } = {};
let g; g = class {};
class N { 1() {} 'two words'() {} [1 + 1]() {} static async *[Symbol.iterator]() {} get x() { return 1; } set x(v) {} }
const d = Object.getOwnPropertyDescriptor(N.prototype, 'x');
return {
  names: [o.a.name, o.b.name, o[sym].name, o.c1.name, Object.getOwnPropertyDescriptor(o, 'd').get.name, o.e.name, f.name, g.name],
  members: Object.getOwnPropertyNames(N.prototype), accessor: [d.get.name, d.set.name, d.enumerable, d.configurable],
  iterator: N[Symbol.iterator].name, bound: N.bind(null).name, ctor: N.prototype.constructor === N,
  fnName: (function named() { return named.name; })(), lengths: [((a, b = 1, ...c) => {}).length, (function (...x) {}).length],
};
