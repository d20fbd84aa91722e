// the texts of common errors
const t = (f) => { try { f(); return 'no error'; } catch (e) { return e.message; } };
return [t(() => JSON.parse('{"a":1,}')), t(() => null.foo), t(() => undefined.foo.bar), t(() => nope), t(() => ({}).f()), t(() => { const c = 1; c = 2; }), t(() => [].reduce((a, b) => a)), t(() => new Array(-1)), t(() => 'x'.repeat(-1)), t(() => decodeURIComponent('%')), t(() => BigInt('x')), t(() => 1n + 1), t(() => { class A { constructor() {} } A(); }), t(() => [...{}])];
