// streams: flushes, resets, parameters, closing, and what comes of bytes one at a time
const zlib = require('zlib');
const { once } = require('events');
const { pipeline } = require('stream/promises');
const { Readable } = require('stream');
const out = {};
const told = (e) => [e.name, e.code, e.errno, e.message];
const settle = async (name, make) => { try { out[name] = await make(); } catch (e) { out[name] = told(e); } };
const gathered = async (stream) => { const parts = []; for await (const part of stream) parts.push(part); return Buffer.concat(parts); };
const flushed = (stream, kind) => new Promise((resolve) => { stream.flush(kind, resolve); });
const { Z_PARTIAL_FLUSH, Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_BLOCK } = zlib.constants;
for (const [name, kind] of Object.entries({ Z_PARTIAL_FLUSH, Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_BLOCK })) {
  await settle(name, async () => {
    const packer = zlib.createDeflate();
    const parts = [];
    packer.on('data', (part) => parts.push(part));
    const sizes = [];
    for (const text of ['first part, ', 'second part, ', '', 'third']) {
      packer.write(text);
      await flushed(packer, kind);
      sizes.push(Buffer.concat(parts).length);
    }
    packer.end();
    await once(packer, 'end');
    const all = Buffer.concat(parts);
    return [sizes[1] > sizes[0], sizes[2] - sizes[1], sizes[3] > sizes[2], zlib.inflateSync(all).toString()];
  });
}
await settle('twice', async () => { const packer = zlib.createGzip(); const parts = []; packer.on('data', (part) => parts.push(part)); packer.write('x'); await flushed(packer); await flushed(packer); await flushed(packer); packer.end('y'); await once(packer, 'end'); return zlib.gunzipSync(Buffer.concat(parts)).toString(); });
await settle('flush of much', async () => { const packer = zlib.createDeflateRaw({ chunkSize: 64, level: 0 }); const parts = []; packer.on('data', (part) => parts.push(part)); packer.write(Buffer.alloc(5000, 'ab')); await flushed(packer, Z_SYNC_FLUSH); packer.end(); await once(packer, 'end'); return zlib.inflateRawSync(Buffer.concat(parts)).length; });
await settle('a byte at a time', async () => { const packed = zlib.gzipSync('one byte after the other'); const unpacker = zlib.createGunzip(); const all = gathered(unpacker); for (const byte of packed) unpacker.write(Buffer.from([byte])); unpacker.end(); return (await all).toString(); });
await settle('unzip, a byte at a time', async () => { const all = []; for (const pack of ['gzipSync', 'deflateSync']) { const unpacker = zlib.createUnzip(); const done = gathered(unpacker); for (const byte of zlib[pack](pack)) unpacker.write(Buffer.from([byte])); unpacker.end(); all.push((await done).toString()); } return all; });
await settle('members apart', async () => { const unpacker = zlib.createGunzip(); const all = gathered(unpacker); unpacker.write(zlib.gzipSync('one ')); unpacker.write(zlib.gzipSync('two ')); unpacker.end(zlib.gzipSync('three')); return (await all).toString(); });
await settle('end behind the end', async () => { const unpacker = zlib.createInflate(); const all = gathered(unpacker); unpacker.write(zlib.deflateSync('whole')); unpacker.write('more'); unpacker.end(); return [(await all).toString(), unpacker.bytesWritten]; });
await settle('cut', async () => gathered(Readable.from([zlib.gzipSync('text').subarray(0, 15)]).pipe(zlib.createGunzip())));
await settle('cut in a pipeline', () => pipeline(Readable.from([zlib.gzipSync('text').subarray(0, 15)]), zlib.createGunzip(), async (s) => { for await (const _ of s); }));
await settle('nothing', async () => (await gathered(Readable.from([]).pipe(zlib.createGzip()))).length);
await settle('nothing to unpack', () => pipeline(Readable.from([]), zlib.createGunzip(), async (s) => { for await (const _ of s); }));
await settle('reset', async () => { const packer = zlib.createDeflate(); const parts = []; packer.on('data', (part) => parts.push(part)); packer.write('gone'); packer.reset(); packer.end('kept'); await once(packer, 'end'); return parts.length > 0; });
await settle('params', async () => { const packer = zlib.createDeflate({ level: 1 }); const all = gathered(packer); packer.write('before '); await new Promise((resolve) => { packer.params(9, zlib.constants.Z_DEFAULT_STRATEGY, resolve); }); packer.end('after'); return zlib.inflateSync(await all).toString(); });
await settle('closed', async () => { const packer = zlib.createGzip(); packer.close(); packer.write('x', (e) => { out['write when closed'] = told(e); }); packer.on('error', () => {}); await once(packer, 'close'); return packer.destroyed; });
await settle('written', async () => { const packer = zlib.createGzip(); packer.end(Buffer.alloc(100000)); await gathered(packer); return packer.bytesWritten; });
await settle('dropped', async () => { for (let i = 0; i < 300; i++) zlib.createGzip().write('never ended'); await new Promise(setImmediate); return 'fine'; });
await settle('web', async () => { const text = 'a web stream '.repeat(9000); const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw')); return (await new Response(packed.pipeThrough(new DecompressionStream('deflate-raw'))).text()) === text; });
await settle('web, damaged', async () => new Response(new Blob(['nothing of zlib']).stream().pipeThrough(new DecompressionStream('gzip'))).text());
await settle('many at once', async () => { const { promisify } = require('util'); const all = await Promise.all(Array.from({ length: 40 }, async (_, i) => (await promisify(zlib.inflate)(await promisify(zlib.deflate)(`text ${i} `.repeat(i * 50)))).length)); return all; });
return out;
