// for await over async generators, sync iterables of promises, and objects with Symbol.asyncIterator; closing
const log = [];
async function* pages(n) { try { for (let i = 1; i <= n; i++) { await null; yield { page: i, items: [i, i * 10] }; } } finally { log.push('closed'); } }
const all = [];
for await (const { items } of pages(3)) all.push(...items);
for await (const { page } of pages(5)) { if (page === 2) break; log.push(page); }
const mixed = [];
for await (const x of [Promise.resolve(1), 2, new Promise((r) => setTimeout(r, 1, 3))]) mixed.push(x);
const custom = { i: 0, [Symbol.asyncIterator]() { return this; }, async next() { return { value: this.i++, done: this.i > 3 }; }, async return() { log.push('returned'); return {}; } };
const seen = [];
for await (const x of custom) { seen.push(x); if (x === 1) break; }
try { for await (const x of [Promise.reject(new RangeError('no'))]) seen.push(x); } catch (e) { log.push(e.name); }
const g = pages(2);
log.push(await Promise.all([g.next(), g.next(), g.next(), g.next()]));
return { all, mixed, seen, log };
