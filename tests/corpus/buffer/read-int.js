// integers of every width and order
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const b = Buffer.from('80ff7f0102030405feff', 'hex');
for (const name of Object.getOwnPropertyNames(Buffer.prototype).filter((n) => /^read/.test(n)).sort()) {
  for (const at of [0, 1, 2, 9, undefined]) {
    for (const size of /Int[LB]E$/.test(name) && !/\d/.test(name) ? [1, 2, 3, 4, 5, 6] : [undefined]) {
      t(`${name} ${at} ${size}`, () => `${size === undefined ? b[name](at) : b[name](at ?? 0, size)}`);
    }
  }
}
t('type', () => b.readInt8('1'));
t('fraction', () => b.readInt8(1.5));
t('negative', () => b.readUInt16LE(-1));
t('size', () => b.readIntLE(0, 7));
t('noSize', () => b.readIntLE(0));
t('none', () => Buffer.alloc(0).readInt8());
return out;
