// what hashes refuse, in Node's words
const c = require('crypto');
const out = {};
const show = (v) => Buffer.isBuffer(v) ? "B:" + v.toString("hex") : v instanceof ArrayBuffer ? "AB:" + Buffer.from(v).toString("hex") : v === undefined ? "undefined" : v;
const t = (f) => { try { out[String(f)] = show(f()); } catch (e) { out[String(f)] = [e.name, e.message, e.code, e.reason] } };
t(() => c.createHash('nope')); t(() => c.createHash()); t(() => c.createHash(5)); t(() => c.createHash('md5').update(1)); t(() => c.createHash('md5').update()); t(() => c.createHash('md5').update(null)); t(() => c.createHash('md5').update({})); t(() => c.createHash('md5').update('abc', 'hex').digest('hex'));
t(() => { const h = c.createHash('md5'); h.digest(); h.digest() }); t(() => { const h = c.createHash('md5'); h.digest(); h.update('a') }); t(() => { const h = c.createHash('md5'); h.digest(); h.copy() });
t(() => c.createHash('md5', { outputLength: 5 })); t(() => c.createHash('md5', { outputLength: -1 })); t(() => c.createHash('md5', { outputLength: 'x' }));
t(() => c.createHmac('nope', 'k')); t(() => c.createHmac('md5')); t(() => c.createHmac('md5', 5)); t(() => c.createHmac(1, 'k')); t(() => { const h = c.createHmac('md5', 'k'); h.digest(); h.update('x') });
t(() => c.hash('md5')); t(() => c.hash(1, 'a')); t(() => c.hash('md5', 'a', 'nope'));
t(() => c.timingSafeEqual(Buffer.from('ab'), Buffer.from('ab'))); t(() => c.timingSafeEqual(Buffer.from('ab'), Buffer.from('ac'))); t(() => c.timingSafeEqual(Buffer.alloc(1), Buffer.alloc(2))); t(() => c.timingSafeEqual('a', Buffer.alloc(1))); t(() => c.timingSafeEqual(Buffer.alloc(1)));
return out;
