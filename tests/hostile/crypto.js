// Hashes and ciphers of much data, which cross in pieces of 64 KiB.

//# hash-once: TIMEOUT
const crypto = require('crypto'); const data = Buffer.alloc(6e7); for (;;) crypto.createHash('sha3-512').update(data).digest()

//# hmac-of-a-text: TIMEOUT
const text = 'x'.repeat(3e7); for (;;) require('crypto').createHmac('md5', 'key').update(text).digest('hex')

//# hashes-that-never-end: TIMEOUT OUT_OF_MEMORY THROWN limit=1s
const crypto = require('crypto'); const data = Buffer.alloc(2e3); const all = []; for (;;) { const hash = crypto.createHash('sha512'); hash.update(data); all.push(hash) }

//# cipher-once: TIMEOUT OUT_OF_MEMORY
const crypto = require('crypto'); const data = Buffer.alloc(4e7); for (;;) crypto.createCipheriv('aes-256-gcm', Buffer.alloc(32), Buffer.alloc(12)).update(data)

//# cipher-swallowed: TIMEOUT
const crypto = require('crypto'); const data = Buffer.alloc(1e6); const cipher = crypto.createCipheriv('des-ede3-cbc', Buffer.alloc(24), Buffer.alloc(8));
for (;;) { try { cipher.update(data) } catch {} }

//# web-ciphers: TIMEOUT
const { subtle } = crypto; const key = await subtle.generateKey({ name: 'AES-CBC', length: 256 }, false, ['encrypt']); const data = new Uint8Array(1e7);
for (;;) await subtle.encrypt({ name: 'AES-CBC', iv: new Uint8Array(16) }, key, data)

//# random-bytes: TIMEOUT
const { randomBytes } = require('crypto'); for (;;) randomBytes(1e7)
