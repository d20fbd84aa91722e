// a bus with wildcards, priorities, async handlers, dead letters and a replay
const { EventEmitter } = require('events');
class Bus { #routes = []; #errors = new EventEmitter(); history = [];
  on(pattern, handler, { priority = 0 } = {}) { const re = new RegExp(`^${pattern.split('.').map((p) => (p === '**' ? '.+' : p === '*' ? '[^.]+' : p.replace(/[^\w]/g, '\\$&'))).join('\\.')}$`); const route = { re, handler, priority, pattern }; this.#routes.push(route); this.#routes.sort((a, b) => b.priority - a.priority); return () => { this.#routes = this.#routes.filter((r) => r !== route); }; }
  onDead(f) { this.#errors.on('dead', f); }
  async publish(topic, payload) { this.history.push([topic, payload]); const found = this.#routes.filter((r) => r.re.test(topic)); const results = await Promise.allSettled(found.map(async (r) => r.handler(payload, topic))); results.forEach((r, i) => { if (r.status === 'rejected') this.#errors.emit('dead', topic, found[i].pattern, r.reason.message); }); if (found.length === 0) this.#errors.emit('dead', topic, null, 'nobody listens'); return results.map((r) => r.value ?? r.status); }
  async replay(filter) { for (const [t, p] of this.history.slice()) if (filter(t)) await this.publish(t, p); } }
const bus = new Bus(); const log = []; const dead = [];
bus.onDead((...args) => dead.push(args)); const off = bus.on('order.*', (p, t) => { log.push(`one ${t} ${p.id}`); return p.id; }); bus.on('order.**', async (p, t) => { await null; log.push(`deep ${t}`); return 'deep'; }, { priority: 5 }); bus.on('order.paid', () => { throw new TypeError('cannot'); }); bus.on('a+b.c', () => 'literal');
const results = [await bus.publish('order.created', { id: 1 }), await bus.publish('order.paid', { id: 2 }), await bus.publish('order.line.added', { id: 3 }), await bus.publish('a+b.c'), await bus.publish('aab.c'), await bus.publish('none')];
off(); log.push('--'); await bus.replay((t) => t.startsWith('order.') && !t.includes('paid'));
return { results, log, dead, count: bus.history.length };
