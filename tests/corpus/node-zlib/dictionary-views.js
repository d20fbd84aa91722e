// a dictionary given as any view, or as an ArrayBuffer
const zlib = require('zlib');
const text = '{"customer":1,"amount":2}';
const bytes = new Uint8Array(Buffer.from('"customer":"amount":'));
const forms = [Buffer.from(bytes), bytes, new DataView(bytes.buffer), bytes.buffer, new Uint16Array(bytes.buffer), new DataView(bytes.buffer, 2, 8)];
return forms.map((dictionary) => [zlib.inflateSync(zlib.deflateSync(text, { dictionary }), { dictionary }).toString(), zlib.inflateRawSync(zlib.deflateRawSync(text, { dictionary }), { dictionary }).toString(), zlib.deflateSync(text, { dictionary }).length]);
