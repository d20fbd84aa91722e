// fields, static fields, private names, static blocks, accessors, and in what order they run
const order = [];
const note = (x) => { order.push(x); return x; };
class A {
  [note('key a')] = note('value a');
  static [note('key s')] = note('value s');
  static { note('static block'); A.total = 3; }
  #hidden = note('hidden');
  get hidden() { return this.#hidden; }
  set hidden(v) { this.#hidden = v + '!'; }
  static has(o) { return #hidden in o; }
  #method() { return 'private ' + this.#hidden; }
  call() { return this.#method(); }
  constructor() { note('constructor'); }
}
class B extends A {
  extra = note('extra');
  constructor() { note('before super'); super(); note('after super'); }
}
const b = new B();
b.hidden = 'x';
return { order, hidden: b.hidden, has: [A.has(b), A.has({})], call: b.call(), keys: Object.keys(b), total: A.total, statics: Object.keys(A) };
