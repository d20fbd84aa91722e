// super in methods, statics and object literals; new.target; Symbol.species; extending builtins
class Base {
  static make(...args) { return new this(...args); }
  static who() { return 'Base.who ' + this.name; }
  constructor(x) { this.x = x; this.target = new.target.name; }
  describe() { return `Base(${this.x})`; }
  get [Symbol.toStringTag]() { return 'Tagged'; }
}
class Derived extends Base {
  static who() { return 'Derived:' + super.who(); }
  describe() { return `Derived:${super.describe()}`; }
}
class Stack extends Array {
  peek() { return this.at(-1); }
  static get [Symbol.species]() { return Array; }
}
class MyMap extends Map { get(k) { return super.get(k) ?? 'none'; } }
class HttpError extends Error {
  constructor(status, options) { super(`HTTP ${status}`, options); this.status = status; this.name = 'HttpError'; }
}
const s = Stack.from([1, 2, 3]);
const e = new HttpError(404, { cause: 'gone' });
const literal = { __proto__: { hi() { return 'proto hi'; } }, hi() { return 'own ' + super.hi(); } };
return {
  made: Derived.make(5), who: Derived.who(), describe: new Derived(2).describe(), tag: String(new Derived(1)),
  peek: s.peek(), species: s.map((x) => x) instanceof Stack, isStack: s instanceof Stack, length: s.length,
  map: [new MyMap([[1, 2]]).get(1), new MyMap().get(0)],
  error: [e.message, e.status, e.cause, e instanceof HttpError, e instanceof Error, String(e)],
  literal: literal.hi(), names: [Derived.name, Derived.length, Base.length],
};
