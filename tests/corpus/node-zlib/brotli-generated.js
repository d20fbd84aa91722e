// generated data through Brotli at every quality, in chunks of every size, in one call and in streams that are flushed on the way
const zlib = require('zlib');
const { once } = require('events');
const { constants: c } = zlib;
let seed = 20261130;
const random = (n) => { seed = (Math.imul(seed, 1103515245) + 12345) >>> 0; return (seed >>> 8) % n; };
const data = (n, kinds) => Buffer.from(Array.from({ length: n }, (_, i) => (i % 7 < 3 ? 97 + i % 5 : random(kinds))));
const wrong = [];
for (let i = 0; i < 40; i++) {
  const quality = i % 12;
  const input = data(random(i % 8 === 0 ? 200000 : 3000), 1 + random(256));
  const params = { [c.BROTLI_PARAM_QUALITY]: quality, [c.BROTLI_PARAM_LGWIN]: 10 + random(15), [c.BROTLI_PARAM_MODE]: random(3) };
  const packed = zlib.brotliCompressSync(input, { params, chunkSize: 64 + random(20000) });
  // Of what is large one in chunks of the least size: thousands of each are as good as all.
  for (const chunkSize of [i % 8 === 0 && i > 0 ? 1024 : 64, 1000, 16384, 200000]) if (!zlib.brotliDecompressSync(packed, { chunkSize }).equals(input)) wrong.push([quality, input.length, chunkSize]);
}
const flushed = [];
for (const quality of [0, 1, 4, 9, 10, 11]) {
  const stream = zlib.createBrotliCompress({ params: { [c.BROTLI_PARAM_QUALITY]: quality }, chunkSize: 64 + random(5000) });
  const reader = zlib.createBrotliDecompress({ chunkSize: 64 + random(5000) });
  const parts = [];
  let size = 0;
  reader.on('data', (part) => { size += part.length; parts.push(part); });
  stream.on('data', (part) => reader.write(part));
  stream.on('end', () => reader.end());
  const inputs = [];
  for (let i = 0; i < 8; i++) {
    const input = data(random(i % 3 === 0 ? 40000 : 500), 1 + random(100));
    inputs.push(input);
    stream.write(input);
    const kind = [undefined, c.BROTLI_OPERATION_FLUSH, c.BROTLI_OPERATION_EMIT_METADATA, c.BROTLI_OPERATION_PROCESS][i % 4];
    await new Promise((resolve) => (kind === undefined ? stream.flush(resolve) : stream.flush(kind, resolve)));
  }
  stream.end();
  await once(reader, 'end');
  flushed.push([quality, size, Buffer.concat(parts).equals(Buffer.concat(inputs))]);
}
// What unfolds to much comes in pieces.
const zeros = zlib.brotliCompressSync(Buffer.alloc(5e6), { params: { [c.BROTLI_PARAM_QUALITY]: 5 } });
const limited = (() => { try { return zlib.brotliDecompressSync(zeros, { maxOutputLength: 1e6 }).length; } catch (e) { return [e.code, e.message]; } })();
return { wrong, flushed, much: [zeros.length < 1000, zlib.brotliDecompressSync(zeros).length, limited] };
