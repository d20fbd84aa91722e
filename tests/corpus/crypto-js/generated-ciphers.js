// AES in every mode and padding over generated data of every size, whole and progressive; encoders; and with parts replaced
const C = require('crypto-js');
let seed = 20261130;
const random = (n) => { seed = (Math.imul(seed, 1103515245) + 12345) >>> 0; return (seed >>> 8) % n; };
const words = (bytes) => C.lib.WordArray.create(Array.from({ length: Math.ceil(bytes / 4) }, () => (random(65536) << 16) | random(65536)), bytes);
const MODES = ['CBC', 'CFB', 'CTR', 'ECB', 'OFB', 'CTRGladman'];
const PADDINGS = ['Pkcs7', 'AnsiX923', 'Iso97971', 'ZeroPadding', 'NoPadding'];
const told = (make) => { try { return make(); } catch (e) { return [e.name, e.message]; } };
const short = (text) => C.MD5(text).toString().slice(0, 12);
const state = (cipher) => short(JSON.stringify([cipher._mode._iv, cipher._mode._prevBlock, cipher._mode._counter, cipher._mode._keystream, cipher._data]));
const out = {};
for (const modeName of MODES) {
  for (const padding of PADDINGS) {
    const found = [];
    for (const size of [0, 16, 380, 383, 384, 385, 400, 1000 + random(3000)]) {
      const key = words([16, 24, 32][random(3)]);
      const iv = words(16);
      const cfg = { iv, mode: C.mode[modeName], padding: C.pad[padding] };
      const data = words(size);
      const sealed = C.AES.encrypt(data.clone(), key, cfg);
      const whole = short(sealed.ciphertext.toString());
      const opened = told(() => short(C.AES.decrypt({ ciphertext: sealed.ciphertext.clone() }, key, cfg).toString()));
      const cipher = C.algo.AES.createEncryptor(key, cfg);
      const parts = C.lib.WordArray.create();
      const states = [];
      for (let at = 0; at < data.words.length;) {
        const count = 1 + random(300);
        const some = C.lib.WordArray.create(data.words.slice(at, at + count), Math.min(4 * count, size - 4 * at));
        parts.concat(cipher.process(some));
        states.push(state(cipher));
        at += count;
      }
      parts.concat(cipher.finalize());
      states.push(state(cipher));
      cipher.reset();
      const again = short(cipher.finalize(data.clone()).toString());
      found.push([whole, opened, parts.toString() === sealed.ciphertext.toString(), short(states.join()), again]);
    }
    out[`${modeName} ${padding}`] = found;
  }
}
const key = words(32), iv = words(16), much = words(2000);
const sealedBy = (change = {}, data = much, secret = key) => told(() => short(C.AES.encrypt(data.clone(), secret, { iv, ...change }).toString()));
out.text = [sealedBy({}, { clone: () => 'a text \u4e2d '.repeat(300) }), C.AES.decrypt(C.AES.encrypt('text \u4e2d\ud83d\ude00'.repeat(200), 'password').toString(), 'password').toString(C.enc.Utf8).length];
out.overflow = ['CTR', 'CTRGladman'].map((mode) => [-1, -2, -60, 0x7ffffff0].map((last) => sealedBy({ mode: C.mode[mode], iv: C.lib.WordArray.create([1, -1, -1, last]) })));
out.ivs = [[1, 2, 3, 4, 5, 6], [4294967295, 2 ** 33 + 5, -7.9, 1e20], [1, 2, 3], []].map((list) => MODES.map((mode) => sealedBy({ mode: C.mode[mode], iv: C.lib.WordArray.create(list) })));
out['no iv'] = MODES.map((mode) => sealedBy({ mode: C.mode[mode], iv: undefined }));
out.odd = [C.lib.WordArray.create(Array(200).fill(4294967295)), C.lib.WordArray.create(Array(200).fill(1.5)), C.lib.WordArray.create([1, 2, 3], 500), C.lib.WordArray.create(Array(200).fill(-1), 777)].map((data) => [sealedBy({}, data), sealedBy({ mode: C.mode.ECB }, data), sealedBy({ mode: C.mode.CFB, padding: C.pad.NoPadding }, data)]);
out.keys = [words(20), words(8), words(40), C.lib.WordArray.create(Array(8).fill(4294967297))].map((secret) => sealedBy({}, much, secret));
out['key changed later'] = (() => { const own = key.clone(); const cipher = C.algo.AES.createEncryptor(own, { iv }); own.words[0] ^= 1; return short(cipher.finalize(much.clone()).toString()); })();
out['damaged'] = [16, 17, 500].map((size) => told(() => C.AES.decrypt({ ciphertext: words(size) }, key, { iv }).sigBytes));
const replaced = (object, name, make) => { const before = object[name]; object[name] = make(before); try { return [sealedBy(), sealedBy({ mode: C.mode.CTR }), short(C.AES.decrypt({ ciphertext: much.clone() }, key, { iv, padding: C.pad.NoPadding }).toString())]; } finally { object[name] = before; } };
out.replaced = {
  encryptBlock: replaced(C.algo.AES, 'encryptBlock', (before) => function (M, offset) { before.call(this, M, offset); M[offset] ^= 1; }),
  _doCryptBlock: replaced(C.algo.AES, '_doCryptBlock', (before) => function (...all) { before.apply(this, all); all[0][all[1]] ^= 2; }),
  processBlock: replaced(C.mode.CBC.Encryptor, 'processBlock', (before) => function (w, offset) { before.call(this, w, offset); w[offset + 3] ^= 3; }),
  mode: replaced(C.mode, 'CBC', () => C.mode.CFB),
  base64: replaced(C.enc.Base64, '_map', (before) => [...before].reverse().join('')),
  after: [sealedBy(), sealedBy({ mode: C.mode.CTR })],
};
out.own = (() => { const cipher = C.algo.AES.createEncryptor(key, { iv }); const plain = cipher.encryptBlock; cipher.encryptBlock = function (M, offset) { plain.call(this, M, offset); M[offset] ^= 5; }; return short(cipher.finalize(much.clone()).toString()); })();
const Mine = C.lib.BlockCipherMode.extend(); Mine.Encryptor = C.mode.CBC.Encryptor.extend({ processBlock(w, offset) { this.$super.processBlock.call(this, w, offset); w[offset] ^= 7; } }); Mine.Decryptor = Mine.Encryptor;
const Extended = C.algo.AES.extend({ encryptBlock(M, offset) { C.algo.AES.encryptBlock.call(this, M, offset); M[offset] ^= 9; } });
out.extended = [sealedBy({ mode: Mine }), short(C.lib.BlockCipher._createHelper(Extended).encrypt(much.clone(), key, { iv }).toString()), sealedBy({ mode: C.mode.CBC.extend({}) })];
for (const size of [0, 1, 126, 127, 128, 129, 130, 131, 700]) {
  const bytes = words(size);
  const text = Array.from({ length: size }, () => String.fromCharCode([33 + random(90), 200 + random(50), 0x4e00 + random(99)][random(3)])).join('');
  const base64 = bytes.toString(C.enc.Base64);
  const shape = (array) => [short(JSON.stringify(array.words)), array.sigBytes];
  out[`encoders ${size}`] = [short(bytes.toString()), short(base64), short(bytes.toString(C.enc.Latin1)), told(() => short(bytes.toString(C.enc.Utf8))), shape(C.enc.Utf8.parse(text)), shape(C.enc.Latin1.parse(text)), C.enc.Utf8.parse(text).toString(C.enc.Utf8) === text, shape(C.enc.Hex.parse(bytes.toString())), shape(C.enc.Hex.parse(bytes.toString().toUpperCase().slice(1))), shape(C.enc.Hex.parse(`${bytes.toString()}xyz`)), shape(C.enc.Base64.parse(base64)), shape(C.enc.Base64.parse(base64.replace(/=/g, ''))), shape(C.enc.Base64.parse(`${base64}==tail`)), shape(C.enc.Base64.parse(base64.slice(0, -1))), shape(C.enc.Base64.parse(` ${base64}`)), told(() => shape(C.enc.Utf8.parse(`${text}\ud800`))), short(C.lib.WordArray.create(bytes.words.slice(), Math.max(0, size - 3)).toString(C.enc.Base64))];
}
return out;
