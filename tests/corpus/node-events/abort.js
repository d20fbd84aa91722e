// signals with once, on and listeners
const { EventEmitter, once, on, addAbortListener } = require('events');
const e = new EventEmitter();
const out = {};
const settle = async (name, make) => { try { out[name] = await make(); } catch (x) { out[name] = [x.name, x.code, x.message, x.cause?.name]; } };
await settle('once', () => { const c = new AbortController(); setTimeout(() => c.abort(), 1); return once(e, 'a', { signal: c.signal }); });
await settle('already', () => once(e, 'a', { signal: AbortSignal.abort() }));
await settle('reason', () => once(e, 'a', { signal: AbortSignal.abort(new Error('why')) }));
await settle('on', async () => { const c = new AbortController(); setTimeout(() => c.abort(), 1); for await (const _ of on(e, 'a', { signal: c.signal })); });
await settle('bad', () => once(e, 'a', { signal: 5 }));
await settle('left', () => e.eventNames());
await settle('target', async () => { const target = new EventTarget(); setTimeout(() => target.dispatchEvent(new Event('hi')), 1); const [event] = await once(target, 'hi'); return event.type; });
await settle('addAbort', () => { const c = new AbortController(); let n = 0; addAbortListener(c.signal, () => n++); c.abort(); return n; });
return out;
