// Reflect's own functions
const o = { get me() { return this; }, x: 1 };
const sym = Symbol('s');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
return {
  get: Reflect.get(o, 'me', 5) === 5, set: [Reflect.set({}, 'a', 1), Reflect.set(Object.freeze({}), 'a', 1)], has: Reflect.has(o, 'x'), keys: Reflect.ownKeys({ b: 1, 2: 1, a: 1, 1: 1, [sym]: 1 }).map(String), apply: Reflect.apply(Math.max, null, [1, 3, 2]), construct: Reflect.construct(Date, [0]).getTime(),
  target: (() => { class A { constructor() { this.n = new.target.name; } } class B {} return Reflect.construct(A, [], B) instanceof B; })(), define: Reflect.defineProperty(o, 'y', { value: 2 }), y: o.y, desc: Reflect.getOwnPropertyDescriptor(o, 'y'), del: [Reflect.deleteProperty(o, 'y'), Reflect.deleteProperty(o, 'x')], ext: Reflect.isExtensible(Object.freeze({})), errors: [t(() => Reflect.get(1, 'a')), t(() => Reflect.construct(() => 1, [])), t(() => Reflect.apply(1)), t(() => Reflect.ownKeys('abc'))], tag: String(Reflect), proto: Reflect.setPrototypeOf({}, null),
};
