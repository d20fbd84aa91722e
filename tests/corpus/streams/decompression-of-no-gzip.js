// bytes that are no gzip, written by hand into a DecompressionStream
const attempt = async (format, bytes) => {
  const unpack = new DecompressionStream(format);
  const writer = unpack.writable.getWriter();
  const told = [];
  const reading = new Response(unpack.readable).text().then((text) => told.push(['text', text]), (error) => told.push(['read', error.name, error.code ?? null]));
  await writer.write(bytes).then(() => told.push('written'), (error) => told.push(['write', error.name]));
  await writer.close().catch((error) => told.push(['close', error.name]));
  await reading;
  return told;
};
const packed = require('zlib').gzipSync('a line\n'.repeat(3));
const piped = await new Response(new Blob(['piped through']).stream().pipeThrough(new CompressionStream('deflate')).pipeThrough(new DecompressionStream('deflate'))).text();
return [await attempt('gzip', new TextEncoder().encode('plain text')), await attempt('gzip', packed), await attempt('deflate', packed), piped];
