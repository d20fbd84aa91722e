// WeakMap, WeakSet and WeakRef: keys, what is refused, symbols
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const w = new WeakMap(); const k = {}; w.set(k, 1); const s = new WeakSet([k]);
return [w.get(k), w.has({}), w.delete(k), w.has(k), s.has(k), t(() => w.set('x', 1)), t(() => s.add(1)), t(() => new WeakRef(1)), w.get(5) ?? null, new WeakRef(k).deref() === k, t(() => w.set(Symbol('u'), 1).has({})), t(() => w.set(Symbol.for('r'), 1)), t(() => WeakMap()), String(w)];
