// rawListeners, prepend, once wrappers, removal while emitting
const EventEmitter = require('events');
const e = new EventEmitter(); const log = [];
const a = (x) => { log.push(`a${x}`); e.off('go', b); e.on('go', c); }; const b = (x) => log.push(`b${x}`); const c = (x) => log.push(`c${x}`);
e.on('newListener', (name, f) => log.push(`new ${String(name)} ${f.name}`)); e.on('removeListener', (name, f) => log.push(`gone ${String(name)} ${f.name}`));
e.once('go', a); e.on('go', b); e.prependListener('go', c); e.prependOnceListener('go', function first(x) { log.push(`first${x}`); });
const raw = e.rawListeners('go').map((f) => [f.name, typeof f.listener]);
e.emit('go', 1); log.push('--'); e.emit('go', 2);
return { log, raw, names: e.eventNames().map(String), counts: [e.listenerCount('go'), e.listenerCount('go', c), EventEmitter.listenerCount(e, 'go')], max: [e.getMaxListeners(), e.setMaxListeners(0).getMaxListeners()], none: [e.emit('nothing'), e.off('nothing', a) === e], cleared: e.removeAllListeners('go').listenerCount('go') };
