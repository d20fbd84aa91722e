// Generators, proxies, conversions: user code called from inside the engine.

//# while-true: TIMEOUT
while (true);

//# endless-spread: OUT_OF_MEMORY TIMEOUT limit=5s
return [...function* () { for (;;) yield 1 }()].length

//# endless-array-from: OUT_OF_MEMORY TIMEOUT limit=5s
return Array.from(function* () { for (;;) yield {} }()).length

//# endless-map: OUT_OF_MEMORY TIMEOUT limit=5s
return new Map(function* () { for (let i = 0; ; i++) yield [i, i] }()).size

//# endless-rest: OUT_OF_MEMORY TIMEOUT limit=5s
const [...rest] = function* () { for (;;) yield 'x' }(); return rest.length

//# endless-from-entries: OUT_OF_MEMORY TIMEOUT limit=5s
return Object.fromEntries(function* () { for (let i = 0; ; i++) yield ['k' + i, i] }())

//# generator-finally: OK
for (const _ of function* () { try { yield 1 } finally { for (;;) yield 2 } }()) break

//# generator-finally-yields: TIMEOUT
function* g() { for (;;) try { yield } finally { continue } } for (;;) { const it = g(); it.next(); for (let i = 0; i < 1e6; i++) it.return() }

//# yield-star-of-itself: THROWN TIMEOUT
function* g() { yield* g() } return [...g()]

//# proxy-get: TIMEOUT
const p = new Proxy({}, { get() { for (;;); } }); return p.x

//# proxy-has: TIMEOUT
return 'x' in new Proxy({}, { has() { for (;;); } })

//# proxy-own-prototype: TIMEOUT THROWN
const p = new Proxy({}, { getPrototypeOf() { return p } }); return {} instanceof Object && Object.prototype.isPrototypeOf.call({}, p)

//# proxy-get-is-itself: THROWN TIMEOUT
const p = new Proxy({}, { get(_, key) { return p[key] } }); return p.x

//# proxy-own-keys: TIMEOUT OUT_OF_MEMORY THROWN limit=3s
return Object.keys(new Proxy({}, { ownKeys: () => Array.from({ length: 1e7 }, (_, i) => 'k' + i) })).length

//# proxy-of-array: TIMEOUT
return new Proxy([], { get: (t, k) => k === 'length' ? 2 ** 53 - 1 : k in t ? t[k] : 0 }).indexOf(1)

//# proxy-prototype-of-everything: TIMEOUT
Object.setPrototypeOf(Object.prototype.constructor, new Proxy({}, { get() { for (;;); } })); return Object.nothing

//# to-primitive: TIMEOUT
return 1 + { [Symbol.toPrimitive]() { for (;;); } }

//# value-of-nests: THROWN
const o = { valueOf() { return o + 1 } }; return o + 1

//# has-instance: TIMEOUT
return 1 instanceof { [Symbol.hasInstance]() { for (;;); } }

//# getter-of-length: TIMEOUT
return Array.prototype.map.call({ get length() { for (;;); } }, x => x)

//# species: TIMEOUT
class Evil extends Array { static get [Symbol.species]() { for (;;); } } return new Evil(1, 2).map(x => x)

//# tag-getter: TIMEOUT
return String({ get [Symbol.toStringTag]() { for (;;); } })

//# iterator-closing: TIMEOUT
const [x] = { [Symbol.iterator]: () => ({ next: () => ({ done: false }), return() { for (;;); } }) }

//# finalizers: TIMEOUT OUT_OF_MEMORY limit=1s
const registry = new FinalizationRegistry(() => {}); for (;;) registry.register({}, 1)

//# weak-refs: TIMEOUT OUT_OF_MEMORY limit=1s
let last; for (;;) last = new WeakRef({ last })

//# cycles-for-the-collector: TIMEOUT OUT_OF_MEMORY limit=500ms
for (;;) { const a = {}, b = { a }; a.b = b }

//# with-eval: TIMEOUT
for (;;) (0, eval)('var x' + Math.random().toString(36).slice(2) + ' = 1')

//# function-constructor: TIMEOUT
new Function('for (;;);')()

//# other-function-constructors: TIMEOUT
await (async () => {}).constructor('for (;;) await 0')()

//# debugger-and-labels: TIMEOUT
a: for (;;) { debugger; for (;;) continue a }
