// Transform, PassThrough, Duplex and pipe
const { Transform, PassThrough, Duplex, Readable, duplexPair } = require('stream');
const out = {};
const settle = async (name, make) => { try { out[name] = await make(); } catch (e) { out[name] = [e.name, e.code, e.message]; } };
const text = async (s) => { let all = ''; for await (const c of s) all += c; return all; };
const upper = () => new Transform({ transform(c, e, cb) { cb(null, String(c).toUpperCase()); }, flush(cb) { this.push('!'); cb(); } });
await settle('pipe', () => text(Readable.from(['ab', 'cd']).pipe(upper()).pipe(new PassThrough())));
await settle('error', async () => { const t = new Transform({ transform(c, e, cb) { cb(new Error('bad chunk')); } }); t.end('x'); await text(t); });
await settle('none', async () => { const t = new Transform(); t.end('x'); await text(t); });
await settle('object', async () => { const t = new Transform({ objectMode: true, transform(c, e, cb) { cb(null, { n: c.n + 1 }); } }); t.end({ n: 1 }); const seen = []; for await (const c of t) seen.push(c); return seen; });
await settle('duplex', async () => { const log = []; const d = new Duplex({ read() { this.push('r'); this.push(null); }, write(c, e, cb) { log.push(String(c)); cb(); } }); d.end('w'); return [await text(d), log]; });
await settle('duplexFrom', async () => { const d = Duplex.from(async function* (source) { for await (const c of source) yield String(c) + '?'; }); d.end('q'); return text(d); });
await settle('multi', async () => { const t = new Transform({ transform(c, e, cb) { for (const x of String(c)) this.push(x + ','); cb(); } }); t.write('abc'); t.end(); return text(t); });
await settle('class', async () => { class Lines extends Transform { constructor() { super({ readableObjectMode: true }); this.rest = ''; } _transform(c, e, cb) { const parts = (this.rest + c).split('\n'); this.rest = parts.pop(); parts.forEach((p) => this.push(p)); cb(); } _flush(cb) { if (this.rest) this.push(this.rest); cb(); } } const seen = []; for await (const l of Readable.from(['a\nb', 'c\nd']).pipe(new Lines())) seen.push(l); return seen; });
await settle('unpipe', () => new Promise((resolve) => { const r = new Readable({ read() {} }); const p = new PassThrough(); p.on('unpipe', (src) => resolve(src === r)); r.pipe(p); r.unpipe(p); }));
return out;
