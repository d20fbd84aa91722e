// Promise jobs that never run out, thenables, async iteration.

//# microtask-storm: TIMEOUT
(function storm() { Promise.resolve().then(storm) })(); await new Promise(() => {})

//# queue-microtask: TIMEOUT
(function storm() { queueMicrotask(storm) })(); await new Promise(() => {})

//# next-tick: TIMEOUT
(function storm() { process.nextTick(storm) })(); await new Promise(() => {})

//# storm-behind-a-return: TIMEOUT OK
(function storm() { Promise.resolve().then(storm) })(); return 1

//# doubling-storm: TIMEOUT OUT_OF_MEMORY limit=500ms
(function storm() { Promise.resolve().then(storm); Promise.resolve().then(storm) })(); await new Promise(() => {})

//# await-loop: TIMEOUT
for (;;) await null

//# await-loop-swallowed: TIMEOUT
for (;;) try { await Promise.reject(1) } catch {}

//# never-settles: INVALID_RESULT
await new Promise(() => {})

//# thenable-never-settles: INVALID_RESULT
return { then() {} }

//# thenable-resolves-to-itself: TIMEOUT
const t = { then(resolve) { resolve(t) } }; return t

//# thenable-settles-endlessly: TIMEOUT
return { then(resolve) { for (;;) resolve(1) } }

//# thenable-makes-thenables: TIMEOUT
const next = () => ({ then(resolve) { resolve(next()) } }); return next()

//# thenable-getter-spins: TIMEOUT
return { get then() { for (;;); } }

//# thenable-throws: THROWN
return { then() { throw new Error('evil') } }

//# promise-of-itself: THROWN
let resolve; const p = new Promise(r => { resolve = r }); resolve(p); return p

//# all-of-endless: OUT_OF_MEMORY TIMEOUT limit=5s
return Promise.all(function* () { for (;;) yield 1 }())

//# race-of-endless: OUT_OF_MEMORY TIMEOUT limit=500ms
return Promise.race(function* () { for (;;) yield new Promise(() => {}) }())

//# any-of-endless: OUT_OF_MEMORY TIMEOUT limit=1s
return Promise.any(function* () { for (;;) yield Promise.reject(new Error('x')) }())

//# async-recursion: TIMEOUT OUT_OF_MEMORY THROWN limit=5s
return (async function f() { await f() })()

//# async-recursion-later: OUT_OF_MEMORY TIMEOUT limit=5s
return (async function f() { await null; await f() })()

//# async-iterator: TIMEOUT
for await (const _ of { [Symbol.asyncIterator]: () => ({ next: async () => ({ done: false }) }) });

//# async-generator: TIMEOUT
for await (const _ of async function* () { for (;;) yield 1 }());

//# async-iterator-never-answers: INVALID_RESULT
for await (const _ of { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) });

//# unhandled-rejections: OUT_OF_MEMORY TIMEOUT limit=1s
const kept = []; for (;;) kept.push(Promise.reject(new Error('x')))

//# executor-spins: TIMEOUT
return new Promise(() => { for (;;); })

//# subclass: TIMEOUT
class Evil extends Promise { static get [Symbol.species]() { for (;;); } } return new Evil(r => r(1)).then(x => x)

//# constructor-getter: TIMEOUT
const p = Promise.resolve(1); Object.defineProperty(p, 'constructor', { get() { for (;;); } }); return p

//# finally-chain: INVALID_RESULT
let p = Promise.resolve(); const again = () => { p = p.finally(again); return p }; return p.finally(again).then(() => new Promise(() => { for (;;); }))

//# rejections-kept: OUT_OF_MEMORY TIMEOUT limit=5000ms
const kept = []; for (;;) kept.push(Promise.reject(new Array(1000).fill(1)));

//# rejections-handled-late: OUT_OF_MEMORY THROWN TIMEOUT limit=1s
for (let i = 0; i < 200_000; i++) { const p = Promise.reject(i); setTimeout(() => p.catch(() => {}), 1); }
await new Promise((resolve) => setTimeout(resolve, 50));

//# rejection-listener-rejects: TIMEOUT
process.on('unhandledRejection', () => { Promise.reject(1); }); Promise.reject(1); await new Promise(() => {});

//# rejection-listener-spins: TIMEOUT
process.on('unhandledRejection', () => { for (;;); }); Promise.reject(1);

//# rejection-of-a-proxy-that-spins: THROWN TIMEOUT
Promise.reject(new Proxy({}, { get() { for (;;); }, getPrototypeOf() { for (;;); } }));

//# printed-proxy-that-spins: OK
console.log(new Proxy({}, { get() { for (;;); }, ownKeys() { for (;;); }, getPrototypeOf() { for (;;); } }));
