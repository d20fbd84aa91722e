// generated data through every format, in chunks of every size; cut, damaged and followed by something
const zlib = require('zlib');
let seed = 20261130;
const random = (n) => { seed = (Math.imul(seed, 1103515245) + 12345) >>> 0; return (seed >>> 8) % n; };
const data = (n, kinds) => Buffer.from(Array.from({ length: n }, (_, i) => (i % 7 < 3 ? 97 + i % 5 : random(kinds))));
const FORMATS = { gzip: ['gzipSync', 'gunzipSync'], deflate: ['deflateSync', 'inflateSync'], raw: ['deflateRawSync', 'inflateRawSync'], unzip: ['gzipSync', 'unzipSync'], unzip2: ['deflateSync', 'unzipSync'] };
const told = (make) => { try { return make(); } catch (e) { return [e.name, e.code, e.errno, e.message].join(' '); } };
const out = {};
for (const [name, [pack, unpack]] of Object.entries(FORMATS)) {
  const wrong = [];
  for (let i = 0; i < 25; i++) {
    const input = data(random(i % 5 === 0 ? 150000 : 3000), 1 + random(256));
    const options = { level: random(11) - 1, memLevel: 1 + random(9), strategy: random(5), windowBits: 9 + random(7), chunkSize: 64 + random(20000) };
    const packed = zlib[pack](input, options);
    // Of what is large one in chunks of the least size: thousands of each are as good as all.
    for (const chunkSize of [i % 5 === 0 && i > 0 ? 1024 : 64, 1000, 16384, 200000]) if (!zlib[unpack](packed, { chunkSize }).equals(input)) wrong.push([input.length, chunkSize]);
  }
  const small = zlib[pack](data(300, 30));
  const cuts = new Set(), finished = new Set();
  for (let end = 0; end < small.length; end++) {
    cuts.add(told(() => zlib[unpack](small.subarray(0, end)).length));
    finished.add(told(() => typeof zlib[unpack](small.subarray(0, end), { finishFlush: zlib.constants.Z_SYNC_FLUSH }).length));
  }
  const damaged = {};
  // Of the raw format, which has no checksum, what comes of it depends on how it was packed.
  if (name !== 'raw') for (const [at, value] of [[0, 0], [1, 1], [1, 255], [2, 255], [3, 255], [small.length - 1, 1], [small.length - 5, 1], [small.length - 8, 9]]) {
    const copy = Buffer.from(small);
    copy[at] ^= value;
    damaged[`${at - (at > 8 ? small.length : 0)}:${value}`] = told(() => zlib[unpack](copy).length);
  }
  const more = {};
  for (const [what, tail] of [['zeros', Buffer.alloc(9)], ['garbage', Buffer.from('garbage')], ['one', Buffer.from([31])], ['header', Buffer.from([31, 139])], ['again', small], ['zeros, again', Buffer.concat([Buffer.alloc(3), small])]]) {
    for (const chunkSize of [64, 16384]) more[`${what} ${chunkSize}`] = told(() => { const { buffer, engine } = zlib[unpack](Buffer.concat([small, tail]), { info: true, chunkSize }); return [buffer.length, engine.bytesWritten % small.length]; });
  }
  out[name] = { wrong, cuts: [...cuts], finished: [...finished], damaged, more };
}
const members = Buffer.concat(Array.from({ length: 300 }, (_, i) => zlib.gzipSync(`member ${i}\n`)));
out.members = [zlib.gunzipSync(members).length, zlib.gunzipSync(members, { chunkSize: 64 }).equals(zlib.gunzipSync(members)), zlib.unzipSync(members, { chunkSize: 65 }).length];
const dictionary = data(90000, 200);
for (const [pack, unpack] of [['deflateSync', 'inflateSync'], ['deflateRawSync', 'inflateRawSync']]) {
  const input = dictionary.subarray(60000, 61000);
  const packed = zlib[pack](input, { dictionary });
  out[`dictionary ${pack}`] = [packed.length < 200, zlib[unpack](packed, { dictionary }).equals(input), told(() => zlib[unpack](packed).length), told(() => zlib[unpack](packed, { dictionary: dictionary.subarray(1) }).equals(input)), zlib[unpack](zlib[pack](input, { dictionary: dictionary.buffer.slice(0, 99) }), { dictionary: dictionary.buffer.slice(0, 99) }).equals(input)];
}
out.limits = [told(() => zlib.gunzipSync(zlib.gzipSync(Buffer.alloc(1e6)), { maxOutputLength: 1000 }).length), told(() => zlib.gunzipSync(zlib.gzipSync(Buffer.alloc(1000)), { maxOutputLength: 1000 }).length)];
out.kinds = [new Uint8Array([1, 2, 3]), new Uint16Array([1, 2]), new DataView(new ArrayBuffer(5)), new ArrayBuffer(3), 'text \u4e2d', Buffer.alloc(0)].map((each) => zlib.inflateSync(zlib.deflateSync(each)).toString('hex'));
out.crc = [zlib.crc32(''), zlib.crc32('a'), zlib.crc32('\u4e2d'), zlib.crc32(dictionary), zlib.crc32(dictionary, 12345), zlib.crc32(dictionary.subarray(90), zlib.crc32(dictionary.subarray(0, 90))) === zlib.crc32(dictionary)];
return out;
