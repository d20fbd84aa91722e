// callbacks, promises and streams
const zlib = require('node:zlib');
const { promisify } = require('util');
const { Readable } = require('stream');
const { pipeline } = require('stream/promises');
const out = {};
const settle = async (name, make) => { try { out[name] = await make(); } catch (e) { out[name] = [e.name, e.code, e.errno, e.message]; } };
const long = 'line of text 中\n'.repeat(20000);
await settle('gzip', async () => (await promisify(zlib.gunzip)(await promisify(zlib.gzip)('text'))).toString());
await settle('deflate', async () => (await promisify(zlib.inflate)(await promisify(zlib.deflate)(long))).toString() === long);
await settle('raw', async () => (await promisify(zlib.inflateRaw)(await promisify(zlib.deflateRaw)('raw'))).toString());
await settle('bad', () => promisify(zlib.gunzip)(Buffer.from('bad data')));
await settle('callback', () => new Promise((resolve) => zlib.unzip(zlib.gzipSync('cb'), (e, r) => resolve([e, String(r)]))));
await settle('streams', async () => { let text = ''; await pipeline(Readable.from([long.slice(0, 100000), long.slice(100000)]), zlib.createGzip(), zlib.createGunzip(), async (source) => { source.setEncoding('utf8'); for await (const c of source) text += c; }); return text === long; });
await settle('streamError', () => pipeline(Readable.from([Buffer.from('nope nope')]), zlib.createGunzip(), async (s) => { for await (const _ of s); }));
await settle('flush', () => new Promise((resolve) => { const d = zlib.createDeflate(); const parts = []; d.on('data', (p) => parts.push(p)); d.write('part'); d.flush(() => resolve(zlib.inflateSync(Buffer.concat(parts), { finishFlush: zlib.constants.Z_SYNC_FLUSH }).toString())); }));
await settle('bytes', async () => { const g = zlib.createGzip(); g.end('12345'); for await (const _ of g); return g.bytesWritten; });
return out;
