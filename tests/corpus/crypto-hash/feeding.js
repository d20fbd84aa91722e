// ways to feed and to read a hash
const c = require('crypto');
const out = {};
const show = (v) => Buffer.isBuffer(v) ? "B:" + v.toString("hex") : v instanceof ArrayBuffer ? "AB:" + Buffer.from(v).toString("hex") : v === undefined ? "undefined" : v;
const t = (f) => { try { out[String(f)] = show(f()); } catch (e) { out[String(f)] = [e.name, e.message, e.code, e.reason] } };
for (const enc of ['utf8', 'hex', 'base64', 'base64url', 'latin1', 'binary', 'ascii', 'utf16le', 'ucs2', undefined, 'UTF-8', 'buffer']) {
  out['in ' + enc] = (() => { try { return c.createHash('sha1').update('c3bcff00', enc).digest('hex') } catch (e) { return e.message } })();
  out['out ' + enc] = (() => { try { return show(c.createHash('sha1').update('abc').digest(enc)) } catch (e) { return e.message } })();
}
t(() => c.createHash('md5').update('a').update('b').update(Buffer.from('c')).digest('hex'));
t(() => c.createHash('MD5').update('\ud800').digest('hex'));
t(() => c.createHash('Sha256').update(new DataView(new ArrayBuffer(3))).digest('hex'));
t(() => { const a = c.createHash('sha256').update('a'); const b = a.copy(); b.update('b'); return [a.digest('hex'), b.digest('hex')] });
t(() => { const h = c.createHash('sha512'); for (let i = 0; i < 40; i++) h.update('y'.repeat(65536)); const k = h.copy(); h.update('z'); return [h.digest('hex'), k.digest('hex')] });
t(() => c.createHash('shake128', { outputLength: 5 }).update('a').digest('hex'));
t(() => c.createHash('shake256', { outputLength: 500 }).update('a').digest('hex'));
t(() => c.createHash('shake256', { outputLength: 0 }).digest('hex'));
t(() => c.createHash('sha256', { outputLength: 32 }).digest('hex'));
t(() => c.hash('sha256', 'abc'));
t(() => c.hash('md5', Buffer.from('abc'), 'base64'));
t(() => c.hash('sha1', 'abc', 'buffer'));
t(() => c.hash('nope', 'abc'));
t(() => c.createHmac('sha256', Buffer.alloc(200, 1)).update('a').digest('base64'));
t(() => c.createHmac('sha256', c.createSecretKey(Buffer.from('k'))).update('a').digest('hex'));
t(() => c.createHmac('sha256', 'k').update('6162', 'hex').digest('hex'));
t(() => c.createHmac('sha256', new ArrayBuffer(4)).digest('hex'));
t(() => { const h = c.createHmac('sha256', 'k'); h.digest(); return [h.digest('hex'), h.digest().length] });
const h = c.createHash('sha256'); h.write('ab'); h.end('c'); out.stream = await new Promise((resolve) => { const parts = []; h.on('data', (d) => parts.push(d.toString('hex'))).on('end', () => resolve(parts)) });
const hm = c.createHmac('md5', 'k'); hm.setEncoding('hex'); hm.end('abc'); out.hmacStream = await new Promise((resolve) => hm.on('readable', () => { const r = hm.read(); if (r) resolve(r) }));
return out;
