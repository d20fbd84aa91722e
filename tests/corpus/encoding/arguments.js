// what decode takes, and what it refuses
const attempt = (f) => { try { return f(); } catch (e) { return [e.name, e.code ?? null, e.code ? e.message : null]; } };
const d = new TextDecoder();
const b = new Uint8Array([0x61, 0x62, 0x63, 0x64]);
return [attempt(() => d.decode(b.buffer)), attempt(() => d.decode(new DataView(b.buffer, 1, 2))), attempt(() => d.decode(new Uint16Array(b.buffer))), attempt(() => d.decode(b.subarray(2))), attempt(() => d.decode()), attempt(() => d.decode(undefined)), attempt(() => d.decode(null)), attempt(() => d.decode('x')), attempt(() => d.decode([97])), attempt(() => d.decode({})),
  attempt(() => d.decode(b, { stream: 0 })), attempt(() => d.decode(new SharedArrayBuffer(2)).length), attempt(() => new TextDecoder('utf-8', 1)), attempt(() => new TextDecoder('utf-8', null).fatal), attempt(() => new TextDecoder('utf-8', { fatal: 1, ignoreBOM: 'x' }).fatal), attempt(() => TextDecoder.prototype.decode.call({}, b)),
  [d.encoding, d.fatal, d.ignoreBOM], attempt(() => { 'use strict'; d.encoding = 'x'; }) ?? d.encoding, attempt(() => Object.getOwnPropertyDescriptor(TextDecoder.prototype, 'fatal').get.call({}))];
