// objects through filter, map and batch with back pressure and an error in the middle
const { Readable, Transform, Writable, pipeline } = require('stream');
const { promisify } = require('util');
const run = promisify(pipeline); const log = [];
const batch = (n) => { let held = []; return new Transform({ objectMode: true, transform(x, _, done) { held.push(x); if (held.length === n) { this.push(held); held = []; } done(); }, flush(done) { if (held.length) this.push(held); done(); } }); };
const sink = (out) => new Writable({ objectMode: true, highWaterMark: 1, write(x, _, done) { setTimeout(() => { out.push(x); done(); }, 1); }, final(done) { out.push('final'); done(); } });
const out = []; await run(Readable.from(Array.from({ length: 7 }, (_, i) => i)), batch(3), sink(out));
const broken = new Transform({ objectMode: true, transform(x, _, done) { done(x === 2 ? new RangeError('two') : null, x * 10); } });
const failed = await run(Readable.from([1, 2, 3]), broken, sink(log)).catch((e) => e.message);
const helped = await Readable.from([1, 2, 3, 4, 5]).filter((x) => x % 2).map(async (x) => x * x).take(2).toArray();
return { out, failed, destroyed: broken.destroyed, helped, reduced: await Readable.from([1, 2, 3]).reduce((a, b) => a + b, 10), some: await Readable.from([1, 2]).some((x) => x > 1), flat: await Readable.from(['ab', 'cd']).flatMap((s) => [...s]).toArray(), dropped: await Readable.from([1, 2, 3]).drop(1).toArray() };
