// constructors that return objects, new.target, Reflect.construct with another prototype
class A { constructor(o) { this.t = new.target.name; if (o) return o; } } class B extends A { x = 1; }
const given = { g: 1 }; const r = Reflect.construct(A, [], B);
return { a: new A().t, b: new B().t, given: new A(given) === given, stamped: [new B(given) === given, given.x], reflect: [r.t, r instanceof B, Object.keys(r)], primitive: new (class { constructor() { return 5; } })() instanceof Object, derivedPrimitive: (() => { try { new (class extends A { constructor() { super(); return 5; } })(); } catch (e) { return e.name; } })(), fn: (() => { function F() { return new.target === undefined ? 'call' : undefined; } return [F(), new F() instanceof F]; })() };
