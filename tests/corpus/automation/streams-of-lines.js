// lines out of chunks: CR LF over borders, no last line end, counting bytes
const { Readable, Transform } = require('stream'); const { once } = require('events');
const lines = async function* (src) { let rest = ''; for await (const c of src) { rest += c; const all = rest.split(/\r\n|\n|\r(?!$)/); rest = all.pop(); yield* all; } if (rest) yield rest.replace(/\r$/, ''); };
const out = []; for await (const l of lines(Readable.from(['a\r', '\nb\n\n', 'c\rd', '\r\ne'], { encoding: 'utf8' }))) out.push(l);
let bytes = 0; const count = new Transform({ transform(c, e, d) { bytes += c.length; d(null, c); }, flush(d) { this.push(Buffer.from('!')); d(); } }); const r = Readable.from([Buffer.from('é'), Buffer.from('xyz')]).pipe(count); const parts = []; r.on('data', (c) => parts.push(c)); await once(r, 'end');
const res = new Response('l1\nl2'); const dec = res.body.pipeThrough(new TextDecoderStream()); const seen = []; for await (const c of dec) seen.push(c);
const obj = Readable.from([{ a: 1 }, 2, 'x']); const kinds = await obj.map((x) => typeof x).toArray(); const err = await Readable.from([1, null, 2]).toArray().catch((e) => [e.name, e.code, e.message]);
return { out, bytes, text: Buffer.concat(parts).toString(), seen, kinds, err, hwm: [new Readable().readableHighWaterMark, new Readable({ objectMode: true }).readableHighWaterMark], flowing: new Readable({ read() {} }).readableFlowing };
