// StringDecoder in each encoding over pieces that cut characters
const { StringDecoder } = require('node:string_decoder');
const text = 'a€😀ž';
const out = {};
for (const encoding of ['utf8', 'utf16le', 'base64', 'hex', 'latin1', 'base64url']) { const bytes = Buffer.from(text, encoding === 'utf16le' ? 'utf16le' : 'utf8'); for (const size of [1, 2, 3]) { const decoder = new StringDecoder(encoding); const pieces = []; for (let i = 0; i < bytes.length; i += size) pieces.push(decoder.write(bytes.subarray(i, i + size))); pieces.push(decoder.end()); out[`${encoding}/${size}`] = pieces; } }
const cut = new StringDecoder(); const t = (f) => { try { return f(); } catch (e) { return `${e.name} ${e.code}`; } };
return { ...out, cut: [cut.write(Buffer.from([0xe2, 0x82])), cut.lastNeed, cut.end(), cut.write(Buffer.from([0x41])), cut.end(Buffer.from([0xff]))], refused: [t(() => new StringDecoder('none')), t(() => new StringDecoder().write(5))], encoding: new StringDecoder('UCS-2').encoding };
