// a circuit breaker with a clock of its own; events in order
const { EventEmitter, once } = require('events');
class Breaker extends EventEmitter {
  #failures = 0; #openedAt; static states = Object.freeze(['closed', 'open', 'half']);
  constructor(f, { limit = 2, rest = 10 } = {}) { super(); Object.assign(this, { f, limit, rest, now: 0 }); }
  get state() { return this.#openedAt === undefined ? 'closed' : this.now - this.#openedAt >= this.rest ? 'half' : 'open'; }
  async call(...args) {
    if (this.state === 'open') throw Object.assign(new Error('circuit open'), { code: 'EOPEN' });
    try { const v = await this.f(...args); this.#failures = 0; this.#openedAt = undefined; this.emit('ok', v); return v; }
    catch (e) { if (++this.#failures >= this.limit) { this.#openedAt = this.now; this.emit('open', this.#failures); } throw e; }
  }
}
const log = []; const b = new Breaker((v) => { if (v < 0) throw new RangeError(`no ${v}`); return v; });
for (const ev of ['ok', 'open']) b.on(ev, (...a) => log.push([ev, ...a]));
for (const [v, t] of [[1, 0], [-1, 1], [-2, 2], [3, 5], [-3, 20], [4, 21], [5, 40]]) { b.now = t; try { await b.call(v); } catch (e) { log.push([b.state, e.name, e.message, e.code ?? null]); } }
console.log(b.listenerCount('ok'), b.eventNames(), Breaker.states);
const p = once(b, 'ok'); b.call(9); return { log, got: await p, keys: Object.keys(b), frozen: Object.isFrozen(Breaker.states) };
