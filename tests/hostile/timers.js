// Timers: those that wait, those that burn, and too many.

//# sleep: TIMEOUT
await new Promise(resolve => setTimeout(resolve, 1e6))

//# interval: TIMEOUT
setInterval(() => {}, 1); await new Promise(() => {})

//# busy-interval: TIMEOUT
setInterval(() => { const t = Date.now(); while (Date.now() - t < 50); }, 1); await new Promise(() => {})

//# zero-chain: TIMEOUT
(function again() { setTimeout(again, 0) })(); await new Promise(() => {})

//# immediate-chain: TIMEOUT
(function again() { setImmediate(again) })(); await new Promise(() => {})

//# callback-spins: TIMEOUT
setTimeout(() => { for (;;); }); await new Promise(() => {})

//# callback-in-a-builtin: TIMEOUT
setTimeout(() => { for (;;) 'a'.repeat(5e7).indexOf('b') }); await new Promise(() => {})

//# callback-swallows: TIMEOUT
setInterval(() => { try { for (;;); } catch {} }, 0); await new Promise(() => {})

//# callback-starts-a-storm: TIMEOUT
setTimeout(function storm() { Promise.resolve().then(storm) }); await new Promise(() => {})

//# millions: OUT_OF_MEMORY TIMEOUT limit=5s
for (;;) setTimeout(() => {}, 1e6)

//# doubling: OUT_OF_MEMORY TIMEOUT limit=500ms
(function again() { setTimeout(again); setTimeout(again) })(); await new Promise(() => {})

//# refresh-forever: TIMEOUT
const timer = setTimeout(() => timer.refresh(), 1); setInterval(() => timer.refresh(), 1); await new Promise(() => {})

//# left-behind: OK result=1
setInterval(() => { for (;;); }, 1); return 1

//# clock-frozen: TIMEOUT
Date.now = () => 0; setTimeout(() => {}, 1e9); await new Promise(() => {})

//# delay-is-an-object: TIMEOUT
setTimeout(() => {}, { valueOf() { for (;;); } })

//# clear-is-an-object: OK
clearTimeout({ valueOf() { for (;;); } })

//# callback-throws: THROWN
setTimeout(() => { throw new Error('evil') }, 1); await new Promise(() => {})

//# tick-chain: TIMEOUT
const tick = () => process.nextTick(tick); tick(); await new Promise(() => {});

//# ticks-by-the-million: TIMEOUT OUT_OF_MEMORY limit=5000ms
const tick = () => { process.nextTick(tick); process.nextTick(tick); }; tick(); await new Promise(() => {});

//# tick-and-microtask: TIMEOUT
const tick = () => Promise.resolve().then(() => process.nextTick(tick)); tick(); await new Promise(() => {});

//# unreferenced-forever: INVALID_RESULT
setInterval(() => {}, 1).unref(); setInterval(() => {}, 1).unref(); await new Promise(() => {});

//# immediate-fills-the-heap: OUT_OF_MEMORY TIMEOUT limit=5000ms
setImmediate(() => { const kept = []; for (;;) kept.push(new Array(1000).fill(1)); }); await new Promise(() => {});

//# exceptions-taken-over: TIMEOUT
process.on('uncaughtException', () => setImmediate(() => { throw 1; })); setImmediate(() => { throw 1; }); await new Promise(() => {});
