// what classes refuse: call without new, missing super, twice super, private access on a stranger, extends null
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
class P { #x = 1; static read(o) { return o.#x; } static write(o) { o.#x = 2; } }
class NoSuper extends P { constructor() { } }
class Twice extends P { constructor() { super(); super(); } }
class ReturnsObject extends P { constructor() { return { other: true }; } }
class ReturnsNumber extends P { constructor() { super(); return 1; } }
return [
  t(() => P()), t(() => new NoSuper()), t(() => new Twice()), t(() => P.read({})), t(() => P.write({})),
  t(() => new ReturnsObject()), t(() => new ReturnsNumber()), t(() => { class X extends 5 {} }), t(() => { class X extends null {} return typeof X; }),
  t(() => { class X { static #p() {} static q() { this.#p = 1; } } X.q(); }),
  t(() => { class X { get #p() { return 1; } w() { this.#p = 1; } } new X().w(); }),
  t(() => { new (class { constructor() { this.m(); } m = () => 1; })(); return 'ok'; }),
  t(() => { new (class { x = this.y; y = 1; constructor() { if (this.x === undefined) throw new RangeError('y'); } })(); }),
  t(() => Object.getOwnPropertyNames(class { static a() {} static b = 1; })),
];
