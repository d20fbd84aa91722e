// timers, immediates, ticks and microtasks of one turn
const log = []; const add = (x) => () => log.push(x);
setTimeout(add('t0'), 0); setTimeout(add('t1'), 1); setImmediate(add('i')); process.nextTick(add('n')); Promise.resolve().then(add('p')); queueMicrotask(add('q')); (async () => { log.push('a1'); await null; log.push('a2'); })(); setTimeout(() => { process.nextTick(add('tn')); Promise.resolve().then(add('tp')); }, 0); setTimeout(add('t0b'), 0);
log.push('sync'); await new Promise((r) => setTimeout(r, 15)); const i = setInterval(() => { log.push('iv'); if (log.filter((x) => x === 'iv').length === 3) clearInterval(i); }, 1); await new Promise((r) => setTimeout(r, 30));
const t = setTimeout(add('never'), 1); clearTimeout(t); const u = setTimeout(add('args'), 1, 1, 2); await require('timers/promises').setTimeout(10);
return { log: log.filter((x) => x !== 't1' && x !== 'i'), kinds: [typeof t, t.hasRef(), u._destroyed, typeof +u, t._idleTimeout, Object.prototype.toString.call(i)], v: await require('timers/promises').setImmediate('v') };
