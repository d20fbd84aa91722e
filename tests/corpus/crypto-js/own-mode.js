// a block mode of one's own, made by extending
const C = require('crypto-js');
const Xor = C.lib.BlockCipherMode.extend();
Xor.Encryptor = Xor.extend({ processBlock(words, offset) { this._cipher.encryptBlock(words, offset); for (let i = 0; i < 4; i++) words[offset + i] ^= this._iv[i]; } });
Xor.Decryptor = Xor.extend({ processBlock(words, offset) { for (let i = 0; i < 4; i++) words[offset + i] ^= this._iv[i]; this._cipher.decryptBlock(words, offset); } });
const key = C.enc.Utf8.parse('sixteen byte key');
const options = { mode: Xor, iv: C.enc.Hex.parse('ff'.repeat(16)) };
const cipher = C.AES.encrypt('own mode', key, options);
const Point = C.lib.Base.extend({ init(x, y) { this.x = x; this.y = y; }, sum() { return this.x + this.y; } });
const Deep = Point.extend({ sum() { return Deep.$super.sum.call(this) * 10; } });
return { cipher: cipher.ciphertext.toString(), plain: C.AES.decrypt(cipher, key, options).toString(C.enc.Utf8), point: [Point.create(1, 2).sum(), Deep.create(1, 2).sum(), Deep.create(3, 4).clone().x], mixed: (() => { const p = Point.create(1, 1); p.mixIn({ y: 5, toString() { return `p${this.x}`; } }); return [p.sum(), `${p}`]; })() };
