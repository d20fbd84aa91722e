// events.once, on with AbortSignal, and emitters in promise chains
const { EventEmitter, once, on } = require('node:events');
const e = new EventEmitter(); const log = [];
process.nextTick(() => { e.emit('ready', 1, 2); log.push('emitted'); });
const [one, two] = await once(e, 'ready'); log.push(`got ${one} ${two}`);
const failing = once(e, 'never').catch((x) => x.message); e.emit('error', new Error('broke'));
const ac = new AbortController(); const seen = [];
setTimeout(() => { e.emit('n', 1); e.emit('n', 2); }, 1); setTimeout(() => ac.abort(), 4);
try { for await (const [n] of on(e, 'n', { signal: ac.signal })) { seen.push(n); if (n === 2) e.emit('n', 3); } } catch (x) { seen.push(x.name, x.code); }
return { log, failed: await failing, seen, left: e.eventNames() };
