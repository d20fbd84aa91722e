// work in batches: limits, order of results, first failure
const log = []; const work = (id, ms, fail) => new Promise((ok, no) => setTimeout(() => { log.push(id); fail ? no(new Error(`bad ${id}`)) : ok(id * 10); }, ms));
const pool = async (items, n, f) => { const out = []; let next = 0; await Promise.all(Array.from({ length: n }, async () => { while (next < items.length) { const i = next++; out[i] = await f(items[i]).catch((e) => e.message); } })); return out; };
const results = await pool([[1, 5], [2, 1], [3, 3, true], [4, 1], [5, 1]], 2, (a) => work(...a));
const settled = await Promise.allSettled([work(6, 1), work(7, 2, true)]); const race = await Promise.race([work(8, 90), work(9, 1)]); let first; try { await Promise.all([work(10, 90, true), work(11, 1, true)]); } catch (e) { first = e.message; }
async function* pages() { for (let p = 1; p <= 3; p++) { await null; yield { p, items: [p, p] }; } } const all = []; for await (const { items } of pages()) all.push(...items);
// Those that nobody waited for may have ended by now on a busy machine.
const ended = log.filter((id) => id !== 8 && id !== 10);
return { results, settled: settled.map((s) => [s.status, s.value ?? s.reason.message]), race, first, all, count: ended.length, sorted: ended.sort((a, b) => a - b) };
