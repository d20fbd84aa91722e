// passwords and keys made into keys
const c = require('crypto');
const out = {};
const show = (v) => Buffer.isBuffer(v) ? "B:" + v.toString("hex") : v instanceof ArrayBuffer ? "AB:" + Buffer.from(v).toString("hex") : v === undefined ? "undefined" : v;
const t = (f) => { try { out[String(f)] = show(f()); } catch (e) { out[String(f)] = [e.name, e.message, e.code, e.reason] } };
for (const d of ['md5', 'sha1', 'sha256', 'SHA512', 'ripemd160', 'sha3-256']) { out['pbkdf2 ' + d] = c.pbkdf2Sync('pass', 'salt', 10, 70, d).toString('hex'); out['hkdf ' + d] = Buffer.from(c.hkdfSync(d, 'key', 'salt', 'info', 90)).toString('hex'); }
t(() => c.pbkdf2Sync('', '', 1, 0, 'sha1')); t(() => c.pbkdf2Sync(Buffer.from([255]), new Uint8Array([1, 2]), 1000, 32, 'sha256').toString('base64'));
t(() => c.scryptSync('pass', 'salt', 64)); t(() => c.scryptSync('pass', 'salt', 10, { N: 1024, r: 4, p: 2 })); t(() => c.scryptSync('pass', 'salt', 10, { cost: 16, blockSize: 1, parallelization: 1 })); t(() => c.scryptSync('p', 's', 0));
t(() => c.hkdfSync('sha256', c.createSecretKey('k', 'utf8'), Buffer.alloc(0), '', 16)); t(() => c.hkdfSync('sha512', 'k', 's', 'i', 0));
t(() => c.pbkdf2Sync('a', 'b', 0, 3, 'md5')); t(() => c.pbkdf2Sync('a', 'b', 1, -3, 'md5')); t(() => c.pbkdf2Sync('a', 'b', 1, 3, 'mdx')); t(() => c.pbkdf2Sync('a', 'b', 1, 3)); t(() => c.pbkdf2Sync(1, 'b', 1, 3, 'md5')); t(() => c.pbkdf2Sync('a', 'b', 1.5, 3, 'md5'));
t(() => c.scryptSync('a', 'b', 3, { N: 3 })); t(() => c.scryptSync('a', 'b', 3, { N: 2 ** 20 })); t(() => c.scryptSync('a', 'b', -3)); t(() => c.scryptSync('a', 'b', 3, { N: 4, cost: 4 }));
t(() => c.hkdfSync('md5', 'a', 'b', 'c', 5000)); t(() => c.hkdfSync('mdx', 'a', 'b', 'c', 5)); t(() => c.hkdfSync('md5', 'a', 'b', Buffer.alloc(2000), 5)); t(() => c.hkdfSync('md5', 1, 'b', '', 5));
const { promisify } = require('util');
out.later = [(await promisify(c.pbkdf2)('a', 'b', 1, 8, 'sha1')).toString('hex'), (await promisify(c.scrypt)('a', 'b', 8)).toString('hex'), Buffer.from(await promisify(c.hkdf)('sha1', 'a', 'b', 'c', 8)).toString('hex')];
out.order = await new Promise((resolve) => { const seen = []; c.pbkdf2('a', 'b', 1, 8, 'sha1', (e, k) => { seen.push([e, k.length]); resolve(seen) }); seen.push('sync'); process.nextTick(() => seen.push('tick')); Promise.resolve().then(() => seen.push('micro')) });
return out;
