// CCM: associated data before or after the tag
const { createCipheriv, createDecipheriv } = require('crypto');
const key = Buffer.alloc(16, 3), nonce = Buffer.alloc(12, 4), aad = Buffer.from('head'), text = Buffer.from('body');
const seal = createCipheriv('aes-128-ccm', key, nonce, { authTagLength: 8 });
seal.setAAD(aad, { plaintextLength: text.length });
const sealed = seal.update(text);
seal.final();
const open = (...steps) => { const decipher = createDecipheriv('aes-128-ccm', key, nonce, { authTagLength: 8 }); try { for (const step of steps) step(decipher); return decipher.update(sealed).toString(); } catch (error) { return [error.name, error.code ?? null, error.message]; } };
const withAad = (data) => (decipher) => decipher.setAAD(data, { plaintextLength: text.length });
const withTag = (tag) => (decipher) => decipher.setAuthTag(tag);
return [sealed.toString('hex'), seal.getAuthTag().toString('hex'), open(withAad(aad), withTag(seal.getAuthTag())), open(withTag(seal.getAuthTag()), withAad(aad)), open(withAad(Buffer.from('other')), withTag(seal.getAuthTag())), open((decipher) => decipher.setAAD(aad))];
