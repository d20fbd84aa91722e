// What Web IDL calls a BufferSource, as bytes.

const Bytes = Uint8Array;
const Buffers = [ArrayBuffer, SharedArrayBuffer];
const { isView } = ArrayBuffer;

// A view of the bytes of an ArrayBuffer or of a view of one; undefined for anything else.
export function bytesOf(source) {
  if (isView(source)) return new Bytes(source.buffer, source.byteOffset, source.byteLength);
  for (const Buffer of Buffers) if (source instanceof Buffer) return new Bytes(source);
  return undefined;
}
