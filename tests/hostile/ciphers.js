// crypto-js over much data: its blocks of AES go to Node's crypto, its encoders to Node's Buffer.

//# crypto-js-aes: TIMEOUT
const C = require('crypto-js'); const key = C.enc.Hex.parse('00'.repeat(32)); const data = 'x'.repeat(1e6); for (;;) C.AES.encrypt(data, key, { iv: key })

//# crypto-js-aes-of-much: TIMEOUT OUT_OF_MEMORY limit=1s
const C = require('crypto-js'); const key = C.enc.Hex.parse('00'.repeat(32)); const data = 'x'.repeat(2e7); for (;;) C.AES.encrypt(data, key, { iv: key }).toString()

//# crypto-js-progressive: TIMEOUT
const C = require('crypto-js'); const key = C.enc.Hex.parse('00'.repeat(16)); const cipher = C.algo.AES.createEncryptor(key, { iv: key }); const part = C.enc.Latin1.parse('x'.repeat(1e4)); for (;;) cipher.process(part)

//# crypto-js-encoders: TIMEOUT OUT_OF_MEMORY limit=1s
const C = require('crypto-js'); const text = '中'.repeat(3e6); for (;;) C.enc.Utf8.parse(text).toString(C.enc.Base64)
