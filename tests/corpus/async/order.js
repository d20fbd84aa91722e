// the order of microtasks, awaits, thens and timers that Node has
const log = [];
const p = (async () => { log.push('a1'); await null; log.push('a2'); await new Promise((r) => setTimeout(r, 0)); log.push('a3'); })();
Promise.resolve().then(() => log.push('t1')).then(() => log.push('t2')).then(() => log.push('t3'));
queueMicrotask(() => log.push('q1'));
const thenable = { then(r) { log.push('thenable'); r('x'); } };
(async () => { log.push('b1'); log.push(await thenable); log.push('b2'); })();
(async () => { await (async () => { log.push('c1'); return Promise.resolve(); })(); log.push('c2'); })();
setTimeout(() => { log.push('timer'); queueMicrotask(() => log.push('q in timer')); }, 0);
log.push('sync');
await p;
await new Promise((r) => setTimeout(r, 5));
return log;
