// integers written, and those out of range
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const names = Object.getOwnPropertyNames(Buffer.prototype).filter((n) => /^write./.test(n)).sort();
for (const name of names) {
  for (const value of [0, 1, -1, 127, 128, 255, 256, -128, -129, 65535, 2147483647, 4294967295, 1.7, '12', NaN, undefined]) {
    t(`${name} ${value}`, () => { const b = Buffer.alloc(8); const v = /Big/.test(name) ? BigInt(value) : value; const end = /Int[LB]E$/.test(name) ? b[name](v, 1, 3) : b[name](v); return [end, b.toString('hex')]; });
  }
}
t('big', () => Buffer.alloc(8).writeBigInt64BE(2n ** 63n));
t('bigu', () => Buffer.alloc(8).writeBigUInt64LE(-1n));
t('bigNumber', () => Buffer.alloc(8).writeBigInt64LE(5));
t('offset', () => Buffer.alloc(2).writeInt32LE(1));
t('offset2', () => Buffer.alloc(4).writeInt32LE(1, 1));
t('floats', () => { const b = Buffer.alloc(24); b.writeFloatLE(1.1, 0); b.writeFloatBE(-0, 4); b.writeDoubleLE(1 / 3, 8); b.writeDoubleBE(NaN, 16); return [b.toString('hex'), b.readFloatLE(0), b.readDoubleLE(8), b.readDoubleBE(16)]; });
