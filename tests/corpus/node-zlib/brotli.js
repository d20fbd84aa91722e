// Brotli: one call, promises, streams, parameters that are taken and refused, cut, damaged and followed by something
const zlib = require('zlib');
const { promisify } = require('util');
const { constants: c } = zlib;
const told = (make) => { try { return make(); } catch (e) { return [e.name, e.code, e.errno, e.message].join(' | '); } };
const text = 'It is a truth universally known \u4e2d\u6587 '.repeat(100);
const packed = zlib.brotliCompressSync(text);
const out = {};
// Short data comes out the same in every version so far.
out.short = ['', 'a', 'hello hello hello hello'].map((each) => zlib.brotliCompressSync(each).toString('hex'));
out.there = [packed.length < 120, zlib.brotliDecompressSync(packed).toString() === text];
out.later = (await promisify(zlib.brotliDecompress)(await promisify(zlib.brotliCompress)(text))).toString() === text;
out.kinds = [new Uint8Array([1, 2, 3]), new Uint16Array([1, 2]), new DataView(new ArrayBuffer(5)), new ArrayBuffer(3)].map((each) => zlib.brotliDecompressSync(zlib.brotliCompressSync(each)).toString('hex'));
out.wrongKinds = [1, null, undefined, {}, []].map((each) => told(() => zlib.brotliCompressSync(each)).split('\n')[0]);
const parameters = [{}, { [c.BROTLI_PARAM_MODE]: c.BROTLI_MODE_TEXT }, { [c.BROTLI_PARAM_QUALITY]: 0 }, { [c.BROTLI_PARAM_QUALITY]: 99 }, { [c.BROTLI_PARAM_LGWIN]: 10 }, { [c.BROTLI_PARAM_LGWIN]: 24 }, { [c.BROTLI_PARAM_LGWIN]: 3 }, { [c.BROTLI_PARAM_LGBLOCK]: 20 }, { [c.BROTLI_PARAM_SIZE_HINT]: 5 }, { [c.BROTLI_PARAM_NPOSTFIX]: 2 }, { [c.BROTLI_PARAM_NDIRECT]: 8 }, { [c.BROTLI_PARAM_DISABLE_LITERAL_CONTEXT_MODELING]: 1 }, { [c.BROTLI_PARAM_DISABLE_LITERAL_CONTEXT_MODELING]: 7 }, { 9: 1 }, { '-1': 1 }, { name: 1 }, { 1: 'x' }, { 1: true }];
out.parameters = parameters.map((params) => told(() => zlib.brotliDecompressSync(zlib.brotliCompressSync(text, { params })).toString() === text));
out.parametersBack = [{ [c.BROTLI_DECODER_PARAM_DISABLE_RING_BUFFER_REALLOCATION]: 1 }, { [c.BROTLI_DECODER_PARAM_LARGE_WINDOW]: 1 }, { 2: 1 }, { 9: 1 }].map((params) => told(() => zlib.brotliDecompressSync(packed, { params }).toString() === text));
out.options = [{ chunkSize: 1 }, { flush: 4 }, { flush: c.BROTLI_OPERATION_FLUSH }, { finishFlush: c.BROTLI_OPERATION_FLUSH }, { maxOutputLength: 0 }, { maxOutputLength: 5 }].map((options) => told(() => zlib.brotliCompressSync(text, options).length > 0));
out.cut = [...new Set(Array.from({ length: packed.length }, (_, end) => told(() => zlib.brotliDecompressSync(packed.subarray(0, end)).length)))];
out.cutButTaken = [0, 5, 40].map((end) => told(() => zlib.brotliDecompressSync(packed.subarray(0, end), { finishFlush: c.BROTLI_OPERATION_FLUSH }).length >= 0));
out.followed = [Buffer.alloc(9), Buffer.from('tail'), packed].map((tail) => zlib.brotliDecompressSync(Buffer.concat([packed, tail])).toString() === text);
out.garbage = ['garbage in here', '\u0000\u0000\u0000', 'a', '\u001f\u008b'].map((each) => told(() => zlib.brotliDecompressSync(Buffer.from(each, 'latin1')).length));
const events = await new Promise((resolve) => {
  const seen = [];
  const stream = zlib.createBrotliDecompress();
  stream.on('error', (e) => { seen.push(['error', e.name, e.code, e.errno, e.message]); });
  stream.on('close', () => { seen.push('close'); resolve(seen); });
  stream.write(Buffer.from('garbage in here'));
});
out.events = events;
out.names = [new zlib.BrotliCompress() instanceof zlib.BrotliDecompress, zlib.BrotliCompress() instanceof zlib.BrotliCompress, zlib.BrotliDecompress.name, zlib.createBrotliCompress().constructor.name];
out.limit = [told(() => zlib.brotliDecompressSync(packed, { maxOutputLength: 100 }).length), told(() => zlib.brotliDecompressSync(packed, { maxOutputLength: 10000 }).length)];
out.info = [zlib.brotliDecompressSync(packed, { info: true })].map(({ buffer, engine }) => [buffer.length, engine.bytesWritten === packed.length]);
// One that is used again from its beginning.
const again = zlib.createBrotliCompress();
again.reset();
out.again = again._closed;
again.close();
out.closed = [again._closed, told(() => again.flush())];
return out;
