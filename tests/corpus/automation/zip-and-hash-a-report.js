// a report packed by gzip and deflate, hashed, and opened again
const z = require('zlib'); const { createHash } = require('crypto'); const text = JSON.stringify(Array.from({ length: 200 }, (_, i) => ({ i, s: `Zeile ${i} ü` })));
const told = (f) => { try { return f(); } catch (e) { return [e.name, e.code, e.message, e.errno]; } };
const gz = z.gzipSync(text); const df = z.deflateSync(text); const raw = z.deflateRawSync(text);
const a = await require('util').promisify(z.gunzip)(gz); const parts = []; for await (const c of require('stream').Readable.from([gz.subarray(0, 10), gz.subarray(10)]).pipe(z.createGunzip())) parts.push(c);
return [gz.length < text.length / 5, z.gunzipSync(gz).toString() === text, z.inflateSync(df).length, z.inflateRawSync(raw).length, z.unzipSync(df).length, a.length, Buffer.concat(parts).length, told(() => z.gunzipSync(df)), told(() => z.inflateSync(gz)), told(() => z.gunzipSync(gz.subarray(0, 50))), told(() => z.gunzipSync('')), told(() => z.inflateSync(Buffer.from('x'))), gz[0], gz[1], createHash('sha256').update(text).digest('hex'), z.crc32?.name ?? 'none', told(() => z.gzipSync(5)), z.constants.Z_BEST_COMPRESSION];
