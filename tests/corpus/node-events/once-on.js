// events.once and the iterator of events.on
const { EventEmitter, once, on, getEventListeners } = require('events');
const e = new EventEmitter();
const settle = async (name, make) => { try { out[name] = await make(); } catch (x) { out[name] = [x.name, x.code, x.message]; } };
const out = {};
const later = (...args) => setTimeout(() => e.emit(...args), 1);
await settle('once', () => { later('a', 1, 2); return once(e, 'a'); });
await settle('onceError', () => { later('error', new Error('broke')); return once(e, 'a'); });
await settle('onceErrorEvent', () => { later('error', 'v'); return once(e, 'error'); });
await settle('cleaned', () => [e.eventNames(), getEventListeners(e, 'a').length]);
await settle('on', async () => { const seen = []; setTimeout(() => { e.emit('x', 1); e.emit('x', 2, 3); }, 1); for await (const args of on(e, 'x')) { seen.push(args); if (seen.length === 2) break; } return [seen, e.listenerCount('x')]; });
await settle('onError', async () => { setTimeout(() => e.emit('error', new Error('it broke')), 1); for await (const _ of on(e, 'x')); });
await settle('onReturn', async () => { const it = on(e, 'y'); const p = it.next(); await it.return(); return [await p, await it.next()]; });
await settle('onThrow', async () => { const it = on(e, 'y'); it.throw(new Error('thrown in')); return 1; });
await settle('close', async () => { const seen = []; setTimeout(() => { e.emit('d', 1); e.emit('end'); }, 1); for await (const [v] of on(e, 'd', { close: ['end'] })) seen.push(v); return seen; });
await settle('bad', () => once({}, 'a'));
await settle('bad2', () => on(5, 'a').next());
return out;
