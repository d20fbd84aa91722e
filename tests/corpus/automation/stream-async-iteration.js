// streams by for await: objects, breaks, errors, helpers
const { Readable, PassThrough } = require('stream'); const { pipeline } = require('stream/promises'); const { text, json, arrayBuffer } = require('stream/consumers');
const log = [];
const r = new Readable({ objectMode: true, read() { this.push(this.n = (this.n ?? 0) + 1); }, destroy(e, done) { log.push(['destroy', e?.message ?? null]); done(e); } });
for await (const n of r) { if (n > 3) break; log.push(n); }
const bad = Readable.from((async function* () { yield 'a'; throw new Error('mid'); })());
try { for await (const c of bad) log.push(c); } catch (e) { log.push([e.message, bad.destroyed]); }
log.push(await Readable.from([1, 2, 3, 4]).filter((n) => n % 2).map((n) => n * 10).toArray(), await Readable.from([1, 2, 3]).reduce((a, b) => a + b, 0), await Readable.from(['a', 'b']).take(1).toArray(), await Readable.from([1, 2]).some((n) => n > 1));
log.push(await text(Readable.from(['x', 'é'])), await json(Readable.from(['{"a":', '1}'])), (await arrayBuffer(Readable.from([Buffer.from('ab')]))).byteLength);
const p = new PassThrough(); const parts = [];
await pipeline(Readable.from(['one', 'two']), async function* (src) { for await (const c of src) yield String(c).toUpperCase(); }, p, async (src) => { for await (const c of src) parts.push(String(c)); });
try { await pipeline(Readable.from(['x']), async function () { throw new TypeError('sink'); }); } catch (e) { log.push([e.name, e.message]); }
return { log, parts };
