// timers/promises with values, signals and intervals; scheduler; clear twice
const { setTimeout: wait, setImmediate: soon, setInterval: every, scheduler } = require('timers/promises');
const log = []; const ac = new AbortController();
const first = [await wait(1, 'value'), await soon('now'), await wait(0)];
const aborted = wait(1000, null, { signal: ac.signal }).catch((e) => [e.name, e.code]); ac.abort();
let n = 0; for await (const v of every(1, 'tick')) { log.push(v); if (++n === 3) break; }
const t = setTimeout(() => log.push('never'), 1); clearTimeout(t); clearTimeout(t); clearTimeout(undefined); clearTimeout('x');
const repeat = await new Promise((done) => { let k = 0; const i = setInterval(() => { if (++k === 2) { clearInterval(i); done(k); } }, 1); });
await scheduler.wait(1); await scheduler.yield();
const order = []; setTimeout((a, b) => order.push(a + b), 40, 'x', 'y'); setTimeout(() => order.push(1), 1); setImmediate(() => order.push('i')); process.nextTick(() => order.push('t')); queueMicrotask(() => order.push('m')); await wait(80);
return { first, aborted: await aborted, log, repeat, order: [order.slice(0, 2).join(), order.includes('i'), order.indexOf(1) < order.indexOf('xy')], handle: [typeof t.ref, t.hasRef(), typeof t[Symbol.toPrimitive]()] };
