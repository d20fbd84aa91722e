// kinds, conversion, clamping, endianness, views on one buffer
const buffer = new ArrayBuffer(16);
const view = new DataView(buffer);
view.setInt16(0, -2); view.setInt16(2, -2, true); view.setFloat32(4, 1.5); view.setBigUint64(8, 2n ** 63n, true);
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
return {
  bytes: [...new Uint8Array(buffer)], ints: [...new Int16Array(buffer, 0, 2)], big: new BigInt64Array(buffer, 8)[0].toString(), clamp: [...new Uint8ClampedArray([300, -5, 1.5, 2.5, NaN])], wrap: [...new Uint8Array([300, -5, 1.9, NaN, '7', null])], f32: [...new Float32Array([0.1, 1e40, -0])].map((x) => (Object.is(x, -0) ? '-0' : String(x))), i32: [...new Int32Array([2 ** 31, -1.9, Infinity])],
  from: [...Uint8Array.from('123', (x) => x * 2)], of: [...Uint16Array.of(1, 65537)], sub: [...new Uint8Array([1, 2, 3, 4]).subarray(1, 3)], slice: [...new Uint8Array([1, 2, 3]).slice(-2)], set: (() => { const a = new Uint8Array(5); a.set([1, 2], 3); return [...a]; })(), errors: [t(() => new Uint16Array(buffer, 1)), t(() => new Uint8Array(-1)), t(() => new DataView(buffer, 20)), t(() => view.getInt32(14)), t(() => Uint8Array(1)), t(() => new BigInt64Array([1]))],
  oob: (() => { const a = new Uint8Array(2); a[5] = 1; a[-1] = 1; a['1.5'] = 1; return [a[5] ?? null, Object.keys(a), 5 in a]; })(), tag: String(Object.prototype.toString.call(new Uint8Array())), json: JSON.stringify(new Uint8Array([1, 2])), names: [Uint8Array.name, Uint8Array.BYTES_PER_ELEMENT, Object.getPrototypeOf(Uint8Array).name], eq: new Uint8Array([1, 2]).toString(),
};
