// Storms of every kind of object. The heap is full long before the time is over.

//# arrays: OUT_OF_MEMORY
const kept = []; for (;;) kept.push([1, 2, 3])

//# big-arrays: OUT_OF_MEMORY
const kept = []; for (;;) kept.push(new Array(1e6).fill(0))

//# strings: OUT_OF_MEMORY
const kept = []; for (let i = 0; ; i++) kept.push('x'.repeat(1000) + i)

//# one-array: OUT_OF_MEMORY
const kept = []; for (;;) kept.push(1)

//# typed-arrays: OUT_OF_MEMORY THROWN
const kept = []; for (;;) kept.push(new Float64Array(1e5).fill(1))

//# array-buffers: OUT_OF_MEMORY THROWN
const kept = []; for (;;) kept.push(new ArrayBuffer(1e6))

//# one-array-buffer: OUT_OF_MEMORY THROWN
return new ArrayBuffer(2 ** 31 - 1).byteLength

//# huge-array-buffer: OUT_OF_MEMORY THROWN
return new ArrayBuffer(2 ** 40).byteLength

//# resizable-buffers: OUT_OF_MEMORY THROWN
const b = new ArrayBuffer(1, { maxByteLength: 2 ** 30 }); for (let n = 1; ; n *= 2) { b.resize(n); new Uint8Array(b).fill(1) }

//# shared-buffers: OUT_OF_MEMORY THROWN
const kept = []; for (;;) { const b = new SharedArrayBuffer(1e6); new Uint8Array(b).fill(1); kept.push(b) }

//# data-views: OUT_OF_MEMORY
const b = new ArrayBuffer(8), kept = []; for (;;) kept.push(new DataView(b))

//# closures: OUT_OF_MEMORY
const kept = []; for (let i = 0; ; i++) { let x = i; kept.push(() => x) }

//# map: OUT_OF_MEMORY
const map = new Map(); for (let i = 0; ; i++) map.set(i, i)

//# set: OUT_OF_MEMORY
const set = new Set(); for (let i = 0; ; i++) set.add('k' + i)

//# weak-map: OUT_OF_MEMORY
const map = new WeakMap(), kept = []; for (;;) { const k = {}; kept.push(k); map.set(k, {}) }

//# symbols: OUT_OF_MEMORY
const kept = []; for (let i = 0; ; i++) kept.push(Symbol('s' + i))

//# registered-symbols: OUT_OF_MEMORY TIMEOUT limit=500ms
for (let i = 0; ; i++) Symbol.for('s' + i + 'x'.repeat(100))

//# expressions: OUT_OF_MEMORY
const kept = []; for (let i = 0; ; i++) kept.push(new RegExp('a{' + (i % 9) + '}' + i))

//# shapes: OUT_OF_MEMORY TIMEOUT limit=1s
const kept = []; for (let i = 0; ; i++) kept.push({ ['a' + i]: 1, ['b' + i]: 2 })

//# properties: OUT_OF_MEMORY
const o = {}; for (let i = 0; ; i++) o['p' + i] = i

//# accessors: OUT_OF_MEMORY
const o = {}; for (let i = 0; ; i++) Object.defineProperty(o, 'p' + i, { get: () => i })

//# dates: OUT_OF_MEMORY
const kept = []; for (;;) kept.push(new Date())

//# big-ints: OUT_OF_MEMORY THROWN
const kept = []; for (let i = 1n; ; i++) kept.push(i << 50000n)

//# promises: OUT_OF_MEMORY
const kept = []; for (;;) kept.push(new Promise(() => {}))

//# generators: OUT_OF_MEMORY
const kept = []; for (;;) { const it = function* () { yield 1 }(); it.next(); kept.push(it) }

//# async-functions: OUT_OF_MEMORY TIMEOUT limit=1s
for (;;) (async () => { await new Promise(r => setTimeout(r, 1e9)) })()

//# proxies: OUT_OF_MEMORY
const kept = []; for (;;) kept.push(new Proxy({}, {}))

//# bound-functions: OUT_OF_MEMORY
const kept = []; for (;;) kept.push((() => 1).bind(null, 1, 2))

//# compiled-functions: OUT_OF_MEMORY TIMEOUT limit=1s
const kept = []; for (let i = 0; ; i++) kept.push(new Function('a', 'return a + ' + i))

//# classes: OUT_OF_MEMORY
const kept = []; for (;;) kept.push(class { a = 1; #b = 2; m() {} static s = 1 })

//# linked-list: OUT_OF_MEMORY
let list = null; for (;;) list = { list }

//# after-an-await: OUT_OF_MEMORY
await null; const kept = []; for (;;) kept.push({})

//# in-a-timer: OUT_OF_MEMORY
setTimeout(() => { const kept = []; for (;;) kept.push({}) }); await new Promise(() => {})

//# in-a-getter-of-the-result: OUT_OF_MEMORY
return { get x() { const kept = []; for (;;) kept.push({}) } }

//# in-many-small-jobs: OUT_OF_MEMORY
const kept = []; for (;;) { await null; kept.push(new Array(100).fill(0)) }

//# kept-by-a-global: OUT_OF_MEMORY
globalThis.kept = []; for (;;) globalThis.kept.push({ x: [] })

//# url-objects: OUT_OF_MEMORY TIMEOUT limit=5s
const kept = []; for (let i = 0; ; i++) kept.push(new URLSearchParams('a=' + i))

//# string-doubling: THROWN OUT_OF_MEMORY
let s = 'x'; for (;;) s += s

//# rope-kept: OUT_OF_MEMORY THROWN
const kept = []; let s = 'x'.repeat(1e4); for (let i = 0; ; i++) { s += i; kept.push(s) }

//# rope-flattened: OUT_OF_MEMORY TIMEOUT THROWN limit=500ms
let s = ''; for (let i = 0; ; i++) { s = s + 'ab' + i; s.charCodeAt(i) }

//# rope-as-keys: OUT_OF_MEMORY THROWN TIMEOUT limit=5s
const o = {}; let s = ''; for (;;) { s += 'abc'; o[s] = 1 }

//# rope-left: TIMEOUT OUT_OF_MEMORY THROWN limit=500ms
let s = ''; for (;;) s = 'x' + s

//# rope-deep-compare: TIMEOUT
let a = '', b = ''; for (let i = 0; i < 3e5; i++) { a = a + 'x'; b = 'x' + b } for (;;) a + 'y' === b + 'z'

//# template-ropes: TIMEOUT OUT_OF_MEMORY THROWN limit=5s
let s = 'x'; for (;;) s = `${s}${s}`.slice(1) + s
