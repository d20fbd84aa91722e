// the usual ways to encrypt and decrypt
const c = require('crypto');
const out = {};
const show = (v) => Buffer.isBuffer(v) ? "B:" + v.toString("hex") : v instanceof ArrayBuffer ? "AB:" + Buffer.from(v).toString("hex") : v === undefined ? "undefined" : v;
const t = (f) => { try { out[String(f)] = show(f()); } catch (e) { out[String(f)] = [e.name, e.message, e.code, e.reason] } };
const key = Buffer.from('0123456789abcdef0123456789abcdef'); const iv = Buffer.from('fedcba9876543210');
t(() => { const e = c.createCipheriv('aes-256-cbc', key, iv); return e.update('some clear text data', 'utf8', 'hex') + e.final('hex') });
t(() => { const e = c.createCipheriv('aes-256-cbc', key, iv); return e.update('größe 漢字', 'utf8', 'base64') + e.final('base64') });
t(() => { const d = c.createDecipheriv('aes-256-cbc', key, iv); return d.update('e6b9e3d9d7cb3bd6a7e1dbbd5fe2ff9f', 'hex', 'utf8') + d.setAutoPadding(false).final('latin1') });
t(() => { const e = c.createCipheriv('aes-256-gcm', key, iv.subarray(0, 12)); e.setAAD(Buffer.from('head')); const x = e.update('payload', 'utf8', 'hex') + e.final('hex'); return [x, e.getAuthTag().toString('hex')] });
t(() => { const e = c.createCipheriv('aes-256-gcm', key, iv, { authTagLength: 12 }); e.final(); return e.getAuthTag() });
t(() => { const k = c.createSecretKey(key); const e = c.createCipheriv('chacha20-poly1305', k, iv.subarray(0, 12), { authTagLength: 16 }); const x = e.update('abc', 'utf8', 'hex') + e.final('hex'); return [x, e.getAuthTag().toString('hex')] });
t(() => { const e = c.createCipheriv('des-ede3-cbc', key.subarray(0, 24), iv.subarray(0, 8)); return Buffer.concat([e.update(Buffer.alloc(9)), e.final()]) });
t(() => { const e = c.createCipheriv('aes-128-ecb', key.subarray(0, 16), null); e.setAutoPadding(false); return Buffer.concat([e.update(Buffer.alloc(32)), e.final()]) });
t(() => { const e = c.createCipheriv('aes-128-ctr', key.subarray(0, 16), iv); return e.update('a'.repeat(300000)).length });
t(() => { const e = c.createCipheriv('aes-128-cbc', key.subarray(0, 16), iv); const d = c.createDecipheriv('aes-128-cbc', key.subarray(0, 16), iv); const x = Buffer.concat([e.update('z'.repeat(100000)), e.final()]); return c.createHash('md5').update(x).update(Buffer.concat([d.update(x), d.final()])).digest('hex') });
const s = c.createCipheriv('aes-256-cbc', key, iv); const parts = []; s.on('data', (p) => parts.push(p.toString('hex'))); s.write('first '); s.end('second'); await new Promise((r) => s.on('end', r)); out.stream = parts.join('');
const bad = c.createDecipheriv('aes-256-cbc', key, iv); out.badStream = await new Promise((r) => { bad.on('error', (e) => r([e.message, e.code])); bad.resume(); bad.end('not whole') });
return out;
