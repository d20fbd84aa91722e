// all pairs of bytes above ASCII, as one digest
const d = new TextDecoder();
let text = '';
for (let a = 0x7f; a < 0x100; a++) for (let b = 0x7f; b < 0x100; b++) text += d.decode(new Uint8Array([a, b, 0x2d]));
let hash = 0;
for (let i = 0; i < text.length; i++) hash = (hash * 31 + text.charCodeAt(i)) | 0;
let triples = 0;
for (const a of [0xe0, 0xe1, 0xed, 0xef, 0xf0, 0xf1, 0xf4, 0xf5]) for (let b = 0x7e; b < 0xc2; b++) for (const c of [0x41, 0x80, 0xbf, 0xc0, 0xf0]) for (const e of [0x42, 0x80, 0xe1]) for (const ch of d.decode(new Uint8Array([a, b, c, e]))) triples = (triples * 31 + ch.codePointAt(0)) | 0;
return [text.length, hash, triples];
