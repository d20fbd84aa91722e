// byte order marks, kept or dropped
const bytes = (...b) => new Uint8Array(b);
const u8 = bytes(0xef, 0xbb, 0xbf, 0x41);
return [new TextDecoder().decode(u8).length, new TextDecoder('utf-8', { ignoreBOM: true }).decode(u8).length, new TextDecoder().decode(bytes(0x41, 0xef, 0xbb, 0xbf)).length, new TextDecoder().decode(bytes(0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf)).length,
  new TextDecoder('utf-16le').decode(bytes(0xff, 0xfe, 0x41, 0)).length, new TextDecoder('utf-16be').decode(bytes(0xfe, 0xff, 0, 0x41)).length, new TextDecoder('utf-16le', { ignoreBOM: true }).decode(bytes(0xff, 0xfe, 0x41, 0)).length,
  (() => { const d = new TextDecoder(); return [d.decode(u8).length, d.decode(u8).length]; })(), (() => { const d = new TextDecoder(); return [d.decode(u8.subarray(0, 2), { stream: true }), d.decode(u8.subarray(2), { stream: true }), d.decode(u8).length]; })()];
