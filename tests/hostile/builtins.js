// Loops inside one native function: the engine polls for no interrupt there, so only a kill ends them.

//# index-of-50mb: TIMEOUT
for (;;) 'a'.repeat(5e7).indexOf('b')

//# index-of-swallowed: TIMEOUT
const text = 'a'.repeat(5e7); for (;;) { try { text.indexOf('ab') } catch {} }

//# last-index-of-50mb: TIMEOUT
const text = 'a'.repeat(5e7); for (;;) text.lastIndexOf('ba')

//# compare-50mb: TIMEOUT
const a = 'a'.repeat(3e7), b = 'a'.repeat(3e7); for (;;) if (a !== b) break

//# split-1mb: TIMEOUT
const text = 'a'.repeat(1 << 20); for (;;) text.split('')

//# split-once: TIMEOUT OUT_OF_MEMORY limit=2s
return 'a,'.repeat(2e7).split(',').length

//# join-holes: TIMEOUT
return new Array(4294967295).join('').length

//# join-text: TIMEOUT OUT_OF_MEMORY THROWN limit=1s
for (;;) new Array(1e7).join('xyz')

//# repeat-100mb: TIMEOUT OUT_OF_MEMORY
for (;;) 'x'.repeat(1e8)

//# repeat-too-long: THROWN
return 'x'.repeat(2 ** 30).length

//# replace-all-growing: TIMEOUT OUT_OF_MEMORY THROWN limit=500ms
let text = 'a'; for (;;) text = text.replaceAll('a', 'aa')

//# pad-start-loop: TIMEOUT
for (;;) 'x'.padStart(3e7, 'abc')

//# normalize-1mb: TIMEOUT
const text = 'ﷺ\u0301'.repeat(2e5); for (;;) text.normalize('NFKD')

//# uri-coding: TIMEOUT
const text = '中'.repeat(1e6); for (;;) decodeURIComponent(encodeURIComponent(text))

//# to-upper-case-loop: TIMEOUT
const text = 'ß'.repeat(1e6); for (;;) text.toUpperCase()

//# raw-template: TIMEOUT
return String.raw({ raw: { length: 2 ** 31, 0: '' } }).length

//# json-of-big: TIMEOUT
const rows = Array.from({ length: 2e5 }, (_, i) => ({ i })); for (;;) JSON.parse(JSON.stringify(rows))

//# typed-array-index-of: TIMEOUT
const bytes = new Uint8Array(5e7); for (;;) bytes.indexOf(1)

//# typed-array-sort: TIMEOUT
const numbers = new Float64Array(5e6); for (;;) numbers.map((_, i) => -i).sort()

//# typed-array-fill: TIMEOUT
const bytes = new Float64Array(8e6); for (;;) bytes.fill(1).reverse()

//# entries-of-string: OUT_OF_MEMORY TIMEOUT limit=3s
return Object.entries('a'.repeat(2e7)).length

//# keys-of-bytes: OUT_OF_MEMORY TIMEOUT limit=3s
return Object.keys(new Uint8Array(5e7)).length

//# apply-too-many: THROWN OUT_OF_MEMORY
return Math.max.apply(null, { length: 1e8 })

//# from-char-code-spread: THROWN OUT_OF_MEMORY
return String.fromCharCode(...new Uint16Array(3e6)).length

//# array-from-length: OUT_OF_MEMORY TIMEOUT THROWN limit=3s
return Array.from({ length: 2 ** 53 - 1 }).length

//# atomics-wait: THROWN TIMEOUT
return Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)

//# date-loop: TIMEOUT
for (;;) new Date('Tue, 24 Nov 2026 10:00:00 GMT'.padEnd(1e5, ' ')).toISOString

//# get-random-values: TIMEOUT
const bytes = new Uint8Array(65536); for (;;) crypto.getRandomValues(bytes)

//# bytes-as-texts: TIMEOUT OUT_OF_MEMORY
const bytes = Buffer.alloc(2e7, 'text \u00e9'); for (;;) bytes.toString() + bytes.toString('latin1')

//# bytes-compared: TIMEOUT
const a = Buffer.alloc(4e7), b = Buffer.alloc(4e7); for (;;) a.equals(b)

//# base64-there-and-back: TIMEOUT OUT_OF_MEMORY
const text = 'x'.repeat(5e6); for (;;) atob(btoa(text))
