// web streams and Node streams into each other
const { Readable, Writable, Duplex } = require('stream');
const web = new ReadableStream({ start(c) { c.enqueue('a'); c.enqueue('b'); c.close(); } });
const out = [];
for await (const c of Readable.fromWeb(web)) out.push(String(c));
const reader = Readable.toWeb(Readable.from([Buffer.from('x'), Buffer.from('y')])).getReader(); for (let r; !(r = await reader.read()).done;) out.push(Buffer.from(r.value).toString());
const got = []; const w = Writable.toWeb(new Writable({ write(c, e, d) { got.push(String(c)); d(); } })).getWriter(); await w.write('q'); await w.close();
const ts = new TransformStream({ transform(c, k) { k.enqueue(String(c).repeat(2)); } });
const d = Duplex.fromWeb(ts, { encoding: 'utf8' }); d.end('zz'); const seen = []; for await (const c of d) seen.push(String(c));
const zipped = await new Response(new Blob(['hello '.repeat(20)]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer();
const back = await new Response(new Blob([zipped]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
return { out, got, seen, back: back.length, small: zipped.byteLength < 60, tee: await Promise.all(new Response('t').body.tee().map((s) => new Response(s).text())), locked: web.locked };
