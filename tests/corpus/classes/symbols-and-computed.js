// computed names, generators, async methods, toPrimitive, toStringTag, iterators in classes
const key = 'k'; const sym = Symbol('s');
class R { static [`${key}s`] = 1; *[Symbol.iterator]() { yield* [1, 2, 3]; } async [key + 'Async']() { return 'async'; } get [sym]() { return 'by symbol'; } get [Symbol.toStringTag]() { return 'Range'; } [Symbol.toPrimitive](hint) { return hint === 'number' ? 42 : hint; } static async *pages() { yield 1; yield 2; } 'quoted name'() { return 'q'; } 12() { return 'n'; } }
const r = new R(); const pages = []; for await (const p of R.pages()) pages.push(p);
return { spread: [...r], statics: R.ks, async: await r.kAsync(), symbol: r[sym], tag: Object.prototype.toString.call(r), primitives: [+r, `${r}`, r + ''], pages, quoted: [r['quoted name'](), r[12]()], names: Object.getOwnPropertyNames(R.prototype), name: [R.prototype[12].name, Object.getOwnPropertyDescriptor(R.prototype, sym).get.name] };
