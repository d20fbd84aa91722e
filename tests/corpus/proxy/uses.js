// default values, validation, negative indices, observed changes, revocation, membranes that forget
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const withDefault = new Proxy({}, { get: (o, k) => (k in o ? o[k] : 0) });
for (const w of 'a b a'.split(' ')) withDefault[w]++;
const neg = new Proxy(['a', 'b', 'c'], { get: (o, k, r) => Reflect.get(o, typeof k === 'string' && /^-\d+$/.test(k) ? o.length + +k : k, r) });
const typed = new Proxy({ age: 1 }, { set(o, k, v) { if (typeof v !== 'number') throw new TypeError('number'); o[k] = v; return true; } });
const changes = [];
const observe = (o, path = '') => new Proxy(o, { get: (x, k) => (x[k] && typeof x[k] === 'object' ? observe(x[k], `${path}${String(k)}.`) : x[k]), set(x, k, v) { changes.push(`${path}${String(k)}=${v}`); x[k] = v; return true; } });
const state = observe({ user: { name: 'a', tags: ['x'] } });
state.user.name = 'b'; state.user.tags.push('y');
const { proxy, revoke } = Proxy.revocable({ a: 1 }, {});
const before = proxy.a; revoke();
return { counts: { ...withDefault }, neg: [neg[-1], neg[-3], neg.at(-2), neg.length], typed: [t(() => { typed.age = 'x'; }), t(() => { typed.age = 2; return typed.age; })], changes, revoked: [before, t(() => proxy.a), t(() => typeof proxy)], rejected: t(() => { 'use strict'; new Proxy({}, { set: () => false }).x = 1; }), sloppy: t(() => { new Proxy({}, { set: () => false }).x = 1; return 'quiet'; }) };
