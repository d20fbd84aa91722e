// several gzip members one after another are one text, for unzip as well
const zlib = require('zlib');
const { promisify } = require('util');
const two = Buffer.concat([zlib.gzipSync('monday\n'), zlib.gzipSync('tuesday\n')]);
const told = (run) => { try { return run().toString(); } catch (error) { return [error.name, error.code ?? null, error.message]; } };
const streamed = (size) => new Promise((resolve, reject) => {
  const unzip = zlib.createUnzip();
  let text = '';
  unzip.on('data', (chunk) => { text += chunk; }).on('end', () => resolve(text)).on('error', (error) => resolve([text, error.code]));
  for (let at = 0; at < two.length; at += size) unzip.write(two.subarray(at, at + size));
  unzip.end();
});
return [told(() => zlib.gunzipSync(two)), told(() => zlib.unzipSync(two)), await streamed(two.length), await streamed(1), await streamed(7), (await promisify(zlib.unzip)(two)).toString(), told(() => zlib.unzipSync(zlib.deflateSync('zlib'))), told(() => zlib.unzipSync(Buffer.concat([zlib.gzipSync('a'), Buffer.alloc(10)]))),
  told(() => zlib.unzipSync(Buffer.concat([zlib.gzipSync('a'), Buffer.from('garbage')]))), told(() => zlib.unzipSync(Buffer.from('no')))];
