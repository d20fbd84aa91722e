// what cannot be cloned inside what can: nothing is transferred
const b = new ArrayBuffer(4);
const out = [];
for (const value of [{ f() {} }, [Symbol('s')], new Map([[1, () => 1]]), new Set([new WeakMap()]), { a: { b: Promise.resolve() } }, new Error('e', { cause: () => 2 }), { get x() { throw new RangeError('mine'); } }]) {
  try { structuredClone({ b, value }, { transfer: [b] }); out.push('cloned'); } catch (e) { out.push([e.name, e.code, e.message, b.byteLength]); }
}
return out;
