// messages that people search for
const told = (run) => { try { return run(); } catch (error) { return `${error.name}: ${error.message}`; } };
const long = 'n'.repeat(150);
const fixed = 1;
return [() => 1n + 1, () => 2 * 3n, () => 1n < 2n && 1n - 1.5, () => Math.max(1n), () => +1n, () => Number.parseInt(1n) + 1n, () => 1n / 0n, () => 5n % 0n, () => 1n >>> 0n, () => { fixed = 2; }, () => { fixed++; }, () => { for (const i = 0; i < 2; i++); },
  () => { const { a = 1 } = {}; a += 1; }, () => [].reduce((a, b) => a + b), () => [].reduceRight((a, b) => a + b), () => new Float64Array(0).reduce((a) => a), () => [, ,].reduce((a) => a), () => undefined[long], () => null[`${long}x`].x, () => new Function(`return ${long}`)(),
  () => 'a'.repeat(2 ** 30), () => decodeURIComponent('%E4%'), () => encodeURIComponent('\ud800'), () => { const g = (function* () { g.next(); yield 1; })(); g.next(); }, () => new WeakMap().set('k', 1), () => new WeakSet().add(1), () => 'x'.normalize('NFX'),
  () => { class A { constructor() { return this; } } class B extends A { constructor() { super(); super(); } } new B(); }, () => { const x = {}; x.self = x; return JSON.stringify(x); }].map(told);
