// work in batches with at most three at a time, progress on the console, errors gathered in AggregateError
async function pool(items, limit, work) { const results = new Array(items.length); const errors = []; let next = 0; let active = 0; let most = 0; await Promise.all(Array.from({ length: limit }, async () => { while (next < items.length) { const i = next++; most = Math.max(most, ++active); try { results[i] = await work(items[i], i); } catch (e) { errors.push(e); } finally { active--; } } })); if (errors.length) throw Object.assign(new AggregateError(errors, `${errors.length} of ${items.length} failed`), { results, most }); return { results, most }; }
const chunk = (list, n) => Array.from({ length: Math.ceil(list.length / n) }, (_, i) => list.slice(i * n, i * n + n));
const done = []; const work = async (batch, i) => { await new Promise((r) => setTimeout(r, (i % 3) + 1)); if (batch.includes(13)) throw new RangeError(`batch ${i} has 13`); done.push(i); return batch.reduce((a, b) => a + b, 0); };
const good = await pool(chunk(Array.from({ length: 10 }, (_, i) => i), 2), 3, work); console.log('good %d of %d', good.results.length, 5);
const bad = await pool(chunk(Array.from({ length: 20 }, (_, i) => i), 4), 3, work).catch((e) => e); console.warn('%s: %s', bad.name, bad.message); console.error(bad.errors.map((e) => `${e.name}: ${e.message}`));
const settled = (await Promise.allSettled([Promise.resolve(1), Promise.reject(new Error('no')), pool([], 2, work)])).map((s) => [s.status, s.value ?? s.reason.message]);
const any = await Promise.any([Promise.reject(1), new Promise((r) => setTimeout(r, 2, 'slow')), new Promise((r) => setTimeout(r, 8, 'slower'))]);
return { good, bad: [bad.results, bad.most, bad instanceof AggregateError], settled, any, all: done.length };
