// a small job queue on events and timers
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const { EventEmitter, once } = require('events');
class Queue extends EventEmitter {
  #waiting = []; #active = 0;
  constructor(limit) { super(); this.limit = limit; }
  push(name, job) { this.#waiting.push([name, job]); setImmediate(() => this.#next()); return this; }
  async #next() {
    if (this.#active >= this.limit || this.#waiting.length === 0) return;
    const [name, job] = this.#waiting.shift();
    this.#active++;
    this.emit('start', name, this.#active);
    try { this.emit('done', name, await job()); } catch (e) { this.emit('failed', name, e.message); }
    this.#active--;
    if (this.#active === 0 && this.#waiting.length === 0) this.emit('idle');
    else this.#next();
  }
}
const log = [];
const q = new Queue(2);
for (const event of ['start', 'done', 'failed']) q.on(event, (...args) => log.push([event, ...args]));
q.push('a', () => new Promise((r) => setTimeout(r, 10, 'A'))).push('b', async () => { throw new Error('bad'); }).push('c', async () => 'C');
await once(q, 'idle');
return log;
