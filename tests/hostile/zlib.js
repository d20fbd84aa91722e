// Packing and unpacking, which the host does in pieces: limits of time count between them, what comes out is of the heap.

//# gzip-once: TIMEOUT
const data = Buffer.alloc(6e7, 'abcdefgh'); return require('zlib').gzipSync(data).length

//# gzip-in-a-loop: TIMEOUT
const zlib = require('zlib'); for (;;) zlib.gzipSync('text')

//# deflate-that-finds-much: TIMEOUT
const data = Buffer.alloc(1 << 21); for (let i = 0, s = 1; i < data.length; i++) data[i] = (s = (Math.imul(s, 69069) + 1) >>> 0) >>> 31;
for (;;) require('zlib').deflateSync(data, { level: 9, memLevel: 9 })

//# deflate-swallowed: TIMEOUT
const zlib = require('zlib'); for (;;) { try { zlib.deflateRawSync(Buffer.alloc(1e6, 'xy'), { level: 9 }) } catch {} }

//# bomb: OUT_OF_MEMORY
const zlib = require('zlib'); let bomb = zlib.gzipSync(Buffer.alloc(2e7)); bomb = Buffer.concat(Array(20).fill(bomb));
return zlib.gunzipSync(bomb).length

//# bomb-in-time: TIMEOUT
const zlib = require('zlib'); let bomb = zlib.deflateSync(Buffer.alloc(1e7)); for (;;) zlib.inflateSync(bomb, { chunkSize: 64 })

//# bomb-with-a-limit: OK result="ERR_BUFFER_TOO_LARGE"
const zlib = require('zlib'); let bomb = zlib.gzipSync(Buffer.alloc(2e7)); bomb = Buffer.concat(Array(20).fill(bomb));
try { zlib.gunzipSync(bomb, { maxOutputLength: 1e6 }) } catch (e) { return e.code }

//# bomb-as-a-stream: TIMEOUT OUT_OF_MEMORY limit=1s
const zlib = require('zlib'); const unpack = zlib.createGunzip(); const all = []; unpack.on('data', (part) => all.push(part));
const bomb = zlib.gzipSync(Buffer.alloc(2e7)); for (let i = 0; i < 50; i++) unpack.write(bomb); await new Promise(() => { setInterval(() => {}, 1e6) })

//# members-without-end: TIMEOUT
const zlib = require('zlib'); const many = Buffer.concat(Array(200000).fill(zlib.gzipSync(''))); for (;;) zlib.gunzipSync(many)

//# streams-without-end: TIMEOUT OUT_OF_MEMORY limit=1s
const zlib = require('zlib'); const all = []; for (;;) { const packer = zlib.createDeflate({ memLevel: 9 }); packer._handle.writeSync(0, Buffer.alloc(9), 0, 9, Buffer.alloc(99), 0, 99); all.push(packer) }

//# dictionary-without-end: TIMEOUT OUT_OF_MEMORY limit=1s
const zlib = require('zlib'); const dictionary = Buffer.alloc(1e7); const all = []; for (;;) all.push(zlib.createInflate({ dictionary }))

//# crc-of-much: TIMEOUT
const data = Buffer.alloc(5e7); for (;;) require('zlib').crc32(data)
