// hex, Base64, UTF-8 by hand and by the encoders
const hex = (u) => Array.from(u, (b) => b.toString(16).padStart(2, '0')).join('');
const unhex = (s) => Uint8Array.from(s.match(/../g), (h) => parseInt(h, 16));
const text = 'héllo €😀';
const bytes = new TextEncoder().encode(text);
return { hex: hex(bytes), back: new TextDecoder().decode(unhex(hex(bytes))), b64: btoa(String.fromCharCode(...bytes)), atob: atob('aGk='), into: new TextEncoder().encodeInto('€uro', new Uint8Array(4)), bad: new TextDecoder().decode(Uint8Array.of(0xff, 0x41, 0xe2, 0x82)), fatal: (() => { try { new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.of(0xff)); } catch (e) { return e.name; } })(), bom: new TextDecoder().decode(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41)).length, keep: new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41)).length, lone: hex(new TextEncoder().encode('\ud800x')), xor: hex(bytes.map((b, i) => b ^ (i * 7))), crc: (() => { let c = ~0; for (const b of bytes) { c ^= b; for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1; } return (~c >>> 0).toString(16); })() };
