// CompressionStream and DecompressionStream in each format, damaged and cut data, what is refused
const zlib = require('zlib');
const read = async (s) => { const parts = []; for await (const x of s) parts.push(x); return Buffer.concat(parts); };
const through = (bytes, stream) => read(new Blob([bytes]).stream().pipeThrough(stream));
const text = 'compress me, please! '.repeat(200);
const t = async (f) => { try { return await f(); } catch (e) { return [e.name, e.code ?? null]; } };
const out = {};
for (const format of ['gzip', 'deflate', 'deflate-raw']) {
  const packed = await through(text, new CompressionStream(format));
  const back = await through(packed, new DecompressionStream(format));
  out[format] = [packed.length < 200, back.toString() === text, (await through('', new CompressionStream(format))).length];
}
const gzip = zlib.gzipSync(text);
const stream = new CompressionStream('gzip'); const writer = stream.writable.getWriter();
const written = read(stream.readable); await writer.write(new Uint8Array([1, 2])); await writer.write(new Uint16Array([3])); await writer.close();
const strange = new CompressionStream('gzip').writable.getWriter(); strange.closed.catch(() => {}); strange.ready.catch(() => {});
return { ...out, buffer: await t(() => strange.write(new ArrayBuffer(1))), node: (await through(gzip, new DecompressionStream('gzip'))).length, written: [...zlib.gunzipSync(await written)], bad: await t(() => through('not gzip at all', new DecompressionStream('gzip'))), refused: [await t(() => new CompressionStream('br')), await t(() => new DecompressionStream()), await t(() => CompressionStream('gzip'))], shape: [Object.keys(CompressionStream.prototype), CompressionStream.length, Object.prototype.toString.call(stream), require('stream/web').CompressionStream === CompressionStream] };
