// ArrayBuffer: slice, resize, transfer, isView, detached, SharedArrayBuffer, Atomics
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
return {
  slice: new ArrayBuffer(8).slice(2, -1).byteLength, view: [ArrayBuffer.isView(new DataView(new ArrayBuffer(1))), ArrayBuffer.isView(new ArrayBuffer(1))],
  resizable: t(() => { const b = new ArrayBuffer(4, { maxByteLength: 8 }); const v = new Uint8Array(b); b.resize(8); return [b.resizable, v.length, b.maxByteLength]; }), tooFar: t(() => new ArrayBuffer(4, { maxByteLength: 8 }).resize(9)), tooBig: t(() => new ArrayBuffer(2 ** 53)),
  shared: t(() => new SharedArrayBuffer(4).byteLength), atomics: t(() => { const a = new Int32Array(new SharedArrayBuffer(8)); Atomics.add(a, 0, 5); return [Atomics.load(a, 0), Atomics.exchange(a, 0, 9), Atomics.compareExchange(a, 0, 9, 1), Atomics.isLockFree(4)]; }), tag: [String(new ArrayBuffer(1)), Object.prototype.toString.call(new DataView(new ArrayBuffer(1)))],
};
