// random values: their shapes and limits
const c = require('crypto');
const out = {};
const show = (v) => Buffer.isBuffer(v) ? "B:" + v.toString("hex") : v instanceof ArrayBuffer ? "AB:" + Buffer.from(v).toString("hex") : v === undefined ? "undefined" : v;
const t = (f) => { try { out[String(f)] = show(f()); } catch (e) { out[String(f)] = [e.name, e.message, e.code, e.reason] } };
t(() => c.randomBytes(20000).length); t(() => c.randomBytes(0)); t(() => /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(c.randomUUID())); t(() => { const n = c.randomInt(5, 8); return n >= 5 && n < 8 }); t(() => new Set(Array.from({ length: 300 }, () => c.randomUUID())).size); t(() => new Set(Array.from({ length: 1000 }, () => c.randomInt(3))).size);
t(() => c.randomFillSync(Buffer.alloc(10), 5).subarray(0, 5)); t(() => c.randomFillSync(new Uint32Array(4), 1, 2)[3]); t(() => c.randomBytes(-1)); t(() => c.randomBytes('1')); t(() => c.randomInt(5, 1)); t(() => c.randomInt(0, 2 ** 50)); t(() => c.randomInt(1.5)); t(() => c.randomFillSync('a')); t(() => c.randomFillSync(Buffer.alloc(2), 3)); t(() => c.randomUUID({ disableEntropyCache: true }).length); t(() => c.randomUUID(1));
t(() => crypto.getRandomValues(new Float32Array(2))); t(() => crypto.getRandomValues(new Uint8Array(70000))); t(() => crypto.getRandomValues.call({}, new Uint8Array(7))); t(() => crypto.getRandomValues(new Uint8Array(0)).length); t(() => new SubtleCrypto()); t(() => new CryptoKey()); t(() => new Crypto());
t(() => c.generateKeySync('hmac', { length: 64 }).export().length); t(() => c.generateKeySync('aes', { length: 100 })); t(() => c.checkPrimeSync(Buffer.from([13]))); t(() => c.checkPrimeSync(2n ** 127n - 1n)); t(() => c.checkPrimeSync(2n ** 127n));
out.later = await new Promise((r) => c.randomBytes(4, (e, b) => r([e, b.length]))); out.int = await new Promise((r) => c.randomInt(1, 2, (e, n) => r([e === undefined, n])));
return out;
