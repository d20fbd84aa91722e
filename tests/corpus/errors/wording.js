// Messages of the commonest mistakes, as V8 has them
const u = undefined; const n = null; const k = 'key'; const o = {}; const big = 1n; const s = Symbol('q');
const told = (f) => { try { f(); return 'nothing'; } catch (error) { return `${error.name}: ${error.message}`; } };
return [
  () => u.x, () => n.x, () => u[0], () => u[k], () => o.a.b, () => o.a.b.c(), () => n.f(), () => u['a b'], () => u["it's"], () => { u.x = 1; },
  () => { n[k] = 1; }, () => { o.a.b = 1; }, () => nope, () => typeof nope2 + nope3, () => { late; let late; },
  () => JSON.stringify(big), () => JSON.stringify({ big }), () => +big, () => `${s}`, () => s + '', () => s + 1, () => new Array(-1), () => { [].length = -1; },
  () => new Date(NaN).toISOString(), () => { class A extends Object { constructor() { this.x = 1; } } new A(); }, () => u[Symbol.iterator](),
  () => Object.keys(u), () => (function f() { f(); })(),
].map(told);
