// chunks that end inside a character
const attempt = (f) => { try { return f(); } catch (e) { return [e.name, e.code ?? null, e.code ? e.message : null]; } };
const whole = new TextEncoder().encode('a中é😀z');
const cut = (size, label = 'utf-8', source = whole) => { const d = new TextDecoder(label); const out = []; for (let i = 0; i < source.length; i += size) out.push(d.decode(source.subarray(i, i + size), { stream: true })); out.push(d.decode()); return out; };
const gbk = new Uint8Array([0xd6, 0xd0, 0x41, 0xce, 0xc4]);
const u16 = new Uint8Array([0x2d, 0x4e, 0x3d, 0xd8, 0x00, 0xde, 0x41]);
const d = new TextDecoder('utf-8', { fatal: true });
return [cut(1), cut(2), cut(3), cut(5), cut(1, 'gbk', gbk), cut(2, 'gbk', gbk), cut(1, 'utf-16le', u16), cut(3, 'utf-16le', u16), attempt(() => d.decode(whole.subarray(0, 2), { stream: true })), attempt(() => d.decode()), attempt(() => d.decode(whole)),
  (() => { const x = new TextDecoder(); x.decode(new Uint8Array([0xe4]), { stream: true }); return [x.decode(new Uint8Array([0x41])), x.decode(new Uint8Array([0x42]))]; })()];
