// Sorting calls back while it holds the array.

//# endless-comparator: TIMEOUT
return [3, 2, 1].sort(() => { for (;;); })

//# random-comparator: TIMEOUT
for (;;) Array.from({ length: 1e5 }, (_, i) => i).sort(() => Math.random() - 0.5)

//# always-less: TIMEOUT
for (;;) Array.from({ length: 1e5 }, (_, i) => i).sort(() => -1)

//# throwing-comparator: THROWN
return [3, 2, 1].sort(() => { throw new Error('evil') })

//# array-shrinks: OK
const a = Array.from({ length: 1000 }, (_, i) => 1000 - i); a.sort((x, y) => { a.length = 0; return x - y }); return a.length >= 0

//# array-grows: TIMEOUT OUT_OF_MEMORY OK limit=3s
const a = [3, 2, 1, 5, 4]; a.sort((x, y) => { for (let i = 0; i < 1e5; i++) a.push(i); return x - y }); return a.length > 5

//# sort-inside-sort: TIMEOUT THROWN
const a = Array.from({ length: 50 }, (_, i) => 50 - i); const by = (x, y) => { a.sort(by); return x - y }; return a.sort(by)

//# result-is-an-object: TIMEOUT
return [2, 1].sort(() => ({ valueOf() { for (;;); } }))

//# elements-to-text: TIMEOUT
return [{ toString() { for (;;); } }, 1].sort()

//# sparse: TIMEOUT OUT_OF_MEMORY OK limit=500ms
const a = []; a[4294967290] = 1; a[0] = 2; a.sort(); return a[0]

//# to-sorted-sparse: TIMEOUT OUT_OF_MEMORY THROWN limit=2s
const a = []; a[4294967290] = 1; return a.toSorted()[0]

//# typed-array-detached: OK THROWN
const t = new Uint8Array(1000).map((_, i) => i); t.sort((x, y) => { if (t.buffer.byteLength) structuredClone(t.buffer, { transfer: [t.buffer] }); return y - x }); return 1

//# typed-array-resized: OK THROWN
const t = new Uint8Array(new ArrayBuffer(1000, { maxByteLength: 2000 })); t.sort((x, y) => { t.buffer.resize(10); return y - x }); return 1

//# lodash-sort-by: TIMEOUT
return require('lodash').sortBy([1, 2], () => { for (;;); })

//# strings-with-common-start: TIMEOUT
const long = 'a'.repeat(1e6); const a = Array.from({ length: 20 }, (_, i) => long + (i * 7 % 20)); for (;;) a.toSorted()

//# locale-compare-of-long-texts: TIMEOUT
const a = 'é\u0301'.repeat(1e6), b = a + 'x'; for (;;) a.localeCompare(b)

//# locale-compare-of-short-texts: TIMEOUT
const compare = new Intl.Collator('zh-CN').compare; for (;;) compare('中文'.repeat(600), '中文'.repeat(600) + 'x')
