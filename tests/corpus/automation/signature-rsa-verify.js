// RSA over a sorted text, with a key made here; what a changed byte gives
const { generateKeyPairSync, createSign, createVerify, sign, verify, constants } = require('crypto');
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
const text = 'amount=1.00&currency=CNY&中文';
const s = createSign('RSA-SHA256').update(text).sign(privateKey, 'base64');
const check = (t, sig = s) => createVerify('RSA-SHA256').update(t).verify(publicKey, sig, 'base64');
const pss = { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
const p = sign('sha256', Buffer.from(text), pss);
let told; try { createSign('RSA-SHA256').update(text).sign('not a key'); } catch (e) { told = [e.name, e.code, e.message.slice(0, 60)]; }
return [Buffer.from(s, 'base64').length, check(text), check(text + ' '), check(text, s.slice(4)), check(text, ''), verify('sha256', Buffer.from(text), { ...pss, key: publicKey }, p), told, privateKey.split('\n')[0], publicKey.split('\n').length];
