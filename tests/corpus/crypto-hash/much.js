// hashes, HMACs and ciphers of much data, whole and in parts of every size, sync and web
const crypto = require('crypto');
const { subtle } = crypto.webcrypto;
let seed = 20261130;
const random = (n) => { seed = (Math.imul(seed, 1103515245) + 12345) >>> 0; return (seed >>> 8) % n; };
const data = Buffer.from(Array.from({ length: 150000 }, () => random(256)));
const text = 'line 中文 \ud800 é\n'.repeat(6000);
const SIZES = [0, 1, 1023, 1024, 1025, 65279, 65280, 65281, 65536, 150000];
const out = {};
const parts = (bytes, take) => { for (let at = 0; at < bytes.length;) { const size = 1 + random(random(3) ? 3000 : 70000); take(bytes.subarray(at, at + size)); at += size; } };
for (const name of ['md5', 'sha1', 'sha256', 'sha512', 'sha3-256', 'shake128']) {
  out[name] = SIZES.map((size) => crypto.createHash(name).update(data.subarray(0, size)).digest('hex').slice(0, 16));
  const hash = crypto.createHash(name);
  parts(data, (part) => hash.update(part));
  out[`${name} in parts`] = [hash.copy().digest('hex') === crypto.createHash(name).update(data).digest('hex'), hash.update('more').digest('base64')];
}
out.mixed = crypto.createHash('sha256').update('few').update(data).update('few').update(text).update(text, 'latin1').update(text, 'utf16le').update(data.toString('base64'), 'base64').update(data.toString('hex'), 'hex').digest('hex');
out.kinds = [new Uint16Array(data.buffer.slice(0, 40000)), new DataView(data.buffer, 3, 5000), new Float64Array(500)].map((each) => crypto.createHash('sha1').update(each).digest('hex'));
out.hmac = [crypto.createHmac('sha256', 'key').update(data).digest('hex'), crypto.createHmac('sha512', data).update(text).update('x').digest('base64'), crypto.createHmac('md5', '').update(text).digest('hex')];
out.signed = crypto.createVerify('sha256') && crypto.createSign('sha256').update(data).update(text) instanceof crypto.Sign;
const KEYS = { 'aes-128-cbc': [16, 16], 'aes-256-cbc': [32, 16], 'aes-256-ecb': [32, 0], 'aes-192-ctr': [24, 16], 'aes-256-gcm': [32, 12], 'aes-128-cfb': [16, 16], 'aes-128-ofb': [16, 16], 'chacha20-poly1305': [32, 12], 'des-ede3-cbc': [24, 8] };
for (const [name, [keySize, ivSize]] of Object.entries(KEYS)) {
  const key = Buffer.alloc(keySize, 7).map((byte, i) => byte + i);
  const iv = ivSize === 0 ? null : Buffer.alloc(ivSize, 3);
  const options = name === 'chacha20-poly1305' ? { authTagLength: 16 } : undefined;
  out[name] = SIZES.map((size) => {
    const cipher = crypto.createCipheriv(name, key, iv, options);
    const sealed = Buffer.concat([cipher.update(data.subarray(0, size)), cipher.final()]);
    const apart = crypto.createCipheriv(name, key, iv, options);
    const all = [];
    parts(data.subarray(0, size), (part) => all.push(apart.update(part)));
    all.push(apart.final());
    const decipher = crypto.createDecipheriv(name, key, iv, options);
    const isAuthenticated = cipher.getAuthTag && /gcm|poly/.test(name);
    if (isAuthenticated) decipher.setAuthTag(cipher.getAuthTag());
    const opened = Buffer.concat([decipher.update(sealed), decipher.final()]);
    return [crypto.createHash('md5').update(sealed).digest('hex').slice(0, 12), Buffer.concat(all).equals(sealed), opened.equals(data.subarray(0, size)), isAuthenticated ? cipher.getAuthTag().toString('hex') : ''];
  });
  const cipher = crypto.createCipheriv(name, key, iv, options);
  out[`${name} of a text`] = [cipher.update(text, 'utf8', 'hex').length, crypto.createHash('md5').update(cipher.final('hex')).digest('hex').length];
}
out.damaged = (() => { const key = Buffer.alloc(32), iv = Buffer.alloc(16); const cipher = crypto.createCipheriv('aes-256-cbc', key, iv); const sealed = Buffer.concat([cipher.update(data), cipher.final()]); const decipher = crypto.createDecipheriv('aes-256-cbc', key, iv); decipher.update(sealed.subarray(0, 100000 - 7)); try { return decipher.final().length; } catch (e) { return e.code; } })();
const raw = await subtle.importKey('raw', Buffer.alloc(32, 1), 'AES-CBC', false, ['encrypt', 'decrypt']);
const gcm = await subtle.importKey('raw', Buffer.alloc(32, 1), 'AES-GCM', false, ['encrypt', 'decrypt']);
const ctr = await subtle.importKey('raw', Buffer.alloc(32, 1), 'AES-CTR', false, ['encrypt']);
const signing = await subtle.importKey('raw', Buffer.alloc(32, 1), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
const short = async (promise) => { const bytes = Buffer.from(await promise); return [bytes.length, crypto.createHash('md5').update(bytes).digest('hex')]; };
for (const size of SIZES) {
  const part = data.subarray(0, size);
  const iv = Buffer.alloc(16, 5);
  const sealed = await subtle.encrypt({ name: 'AES-GCM', iv: iv.subarray(0, 12), additionalData: data.subarray(0, 2000) }, gcm, part);
  const signature = await subtle.sign('HMAC', signing, part);
  out[`web ${size}`] = [await short(subtle.digest('SHA-384', part)), await short(subtle.encrypt({ name: 'AES-CBC', iv }, raw, part)), await short(sealed), Buffer.from(await subtle.decrypt({ name: 'AES-GCM', iv: iv.subarray(0, 12), additionalData: data.subarray(0, 2000) }, gcm, sealed)).equals(part), await short(subtle.encrypt({ name: 'AES-CTR', counter: iv, length: 64 }, ctr, part)), await short(signature), await subtle.verify('HMAC', signing, signature, part), await subtle.verify('HMAC', signing, signature, data.subarray(1, size + 2))];
}
const taken = Buffer.from(data);
const digest = subtle.digest('SHA-256', taken);
taken.fill(0);
out.copied = Buffer.from(await digest).toString('hex') === crypto.createHash('sha256').update(data).digest('hex');
out.random = [0, 1, 255, 256, 65536, 65537, 200000].map((size) => { const bytes = crypto.randomBytes(size); return [bytes.length, size < 1000 || new Set(bytes).size === 256]; });
out.derived = crypto.createHash('md5').update(crypto.pbkdf2Sync('p', 's', 3, 100000, 'sha1')).digest('hex');
return out;
