// retry with backoff, a time limit by race, sequential against parallel
const log = [];
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
async function retry(f, times, base) { for (let n = 1; ; n++) { try { return await f(n); } catch (e) { log.push(`${n}: ${e.message}`); if (n === times) throw new Error('gave up', { cause: e }); await sleep(base * 2 ** n); } } }
const limit = (p, ms) => Promise.race([p, sleep(ms).then(() => { throw new Error('too late'); })]);
const ok = await retry((n) => { if (n < 3) throw new Error('not yet'); return 'done ' + n; }, 5, 1);
const bad = await retry(() => Promise.reject(new Error('never')), 2, 1).catch((e) => [e.message, e.cause.message]);
const late = await limit(sleep(50), 2).catch((e) => e.message);
const inTime = await limit(sleep(1).then(() => 'ok'), 50);
const order = [];
await Promise.all([30, 10, 20].map(async (ms) => { await sleep(ms); order.push(ms); }));
return { ok, bad, late, inTime, log, order };
