// AES-GCM envelopes with additional data, tags, tampering; CTR in pieces
const crypto = require('crypto');
const key = Buffer.alloc(32, 7); const iv = Buffer.alloc(12, 1);
const seal = (text, aad) => { const c = crypto.createCipheriv('aes-256-gcm', key, iv); c.setAAD(Buffer.from(aad)); const body = Buffer.concat([c.update(text, 'utf8'), c.final()]); return Buffer.concat([iv, c.getAuthTag(), body]).toString('base64'); };
const open = (sealed, aad) => { const b = Buffer.from(sealed, 'base64'); const d = crypto.createDecipheriv('aes-256-gcm', key, b.subarray(0, 12)); d.setAAD(Buffer.from(aad)); d.setAuthTag(b.subarray(12, 28)); return d.update(b.subarray(28), undefined, 'utf8') + d.final('utf8'); };
const t = (f) => { try { return f(); } catch (e) { return e.message; } };
const sealed = seal('secret €', 'id:1'); const bent = Buffer.from(sealed, 'base64'); bent[30] ^= 1;
const ctr = (pieces) => { const c = crypto.createCipheriv('aes-128-ctr', key.subarray(0, 16), Buffer.alloc(16)); return pieces.map((p) => c.update(p, 'utf8', 'hex')).join('') + c.final('hex'); };
return { sealed, opened: open(sealed, 'id:1'), otherAad: t(() => open(sealed, 'id:2')), bent: t(() => open(bent.toString('base64'), 'id:1')), ctr: [ctr(['hello world']), ctr(['hel', 'lo', ' world'])], padding: t(() => { const d = crypto.createDecipheriv('aes-128-cbc', key.subarray(0, 16), Buffer.alloc(16)); return d.update('00'.repeat(16), 'hex', 'hex') + d.final('hex'); }) === 'x' };
