// a flaky call is tried again with growing pauses and gives up; a circuit breaker opens and closes
const log = [];
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
class CircuitBreaker { #failures = 0; #openUntil = 0; #clock = 0; constructor(limit, pause) { this.limit = limit; this.pause = pause; } get state() { return this.#failures < this.limit ? 'closed' : this.#clock < this.#openUntil ? 'open' : 'half-open'; } tick(n) { this.#clock += n; } async call(f) { if (this.state === 'open') throw Object.assign(new Error('circuit is open'), { code: 'EOPEN' }); try { const v = await f(); this.#failures = 0; return v; } catch (e) { if (++this.#failures >= this.limit) this.#openUntil = this.#clock + this.pause; throw e; } } }
async function retry(f, { times, wait, retryable = () => true }) { let last; for (let n = 1; n <= times; n++) { try { return await f(n); } catch (e) { last = e; log.push(`attempt ${n}: ${e.message}`); if (!retryable(e)) break; if (n < times) await sleep(wait(n)); } } throw new Error('all attempts failed', { cause: last }); }
const ok = await retry(async (n) => { if (n < 3) throw new Error(`busy ${n}`); return n; }, { times: 4, wait: (n) => n });
const fatal = await retry(async () => { throw Object.assign(new Error('bad request'), { status: 400 }); }, { times: 4, wait: () => 1, retryable: (e) => e.status !== 400 }).catch((e) => e.cause.message);
const b = new CircuitBreaker(2, 10); const states = [];
for (const good of [false, false, true, 'tick', false, 'tick', true, true]) { if (good === 'tick') b.tick(11); else await b.call(async () => { if (!good) throw new Error('down'); return 'up'; }).then((v) => states.push(v), (e) => states.push(e.code ?? e.message)); states.push(b.state); }
return { ok, fatal, states, log };
