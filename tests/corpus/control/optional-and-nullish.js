// ?. in all forms, ?? and logical assignment, short circuits
const log = []; const s = (v) => { log.push(v); return v; };
const o = { a: { f() { return this.v; }, v: 1 }, n: null, z: 0, e: '' };
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const u = undefined;
const m = { x: null, y: 0, z: 1 }; m.x ??= s('set x'); m.y ||= s('set y'); m.z &&= s('set z'); m.z ??= s('not called'); m.w ??= 'w';
const frozen = Object.freeze({ a: 1 }); frozen.a ??= s('never'); 
return { chain: [o?.a?.v, o.n?.x ?? 'none', o.b?.c.d.e.f ?? 'short', o.a?.f(), o.a.g?.() ?? 'no g', o.a?.['v'], u?.[s('not evaluated')] ?? 'u'], nullish: [o.z ?? 1, o.e ?? 'x', o.n ?? 'n', false ?? 1], del: [delete o?.a?.v, delete u?.x], errors: [t(() => o.n.x), t(() => o.b?.c.d ?? t(() => o.a.q.r)), t(() => o.z?.()), t(() => u.x?.y)], m, log, call: t(() => (o?.a).f()), tpl: t(() => o.n?.x`tpl`), bind: (o.a?.f)() ?? 'undefined v', ternary: true ?.5 : 1 };
