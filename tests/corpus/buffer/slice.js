// slice and subarray share memory, and are Buffers
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const b = Buffer.from('abcdef');
t('share', () => { const s = b.slice(1, 3); s[0] = 0x5a; return [b + '', s + '', s.parent === b.parent, s.offset - b.offset]; });
for (const args of [[], [2], [2, 4], [-2], [-4, -2], [4, 2], [0, 100], [NaN, 2], ['1', '3'], [1.7, 3.2], [undefined, 2]]) t(JSON.stringify(args), () => [b.slice(...args) + '', b.subarray(...args) + '']);
t('type', () => [Buffer.isBuffer(b.subarray(1)), b.slice(0) === b, b.map((x) => x).constructor.name, Buffer.isBuffer(b.filter(() => true)), b.buffer instanceof ArrayBuffer]);
t('uint8', () => { const u = Uint8Array.prototype.slice.call(b, 0, 2); u[0] = 1; return [b[0], Buffer.isBuffer(u)]; });
t('iterate', () => [[...b.keys()].length, [...b.entries()][1], [...b.values()].length, [...b][0]]);
t('spread', () => [b.at(-1), b.findLast((x) => x < 100), b.indexOf(99), b.reverse() + '', b.length, b.byteLength]);
t('swap', () => [Buffer.from('abcd').swap16() + '', Buffer.from('abcd').swap32() + '', Buffer.from('abcdefgh').swap64() + '']);
t('swapLong', () => { const x = Buffer.alloc(1000, 'ab'); return [x.swap16().toString('latin1', 0, 6), Buffer.alloc(1000, 'abcd').swap32() .toString('latin1', 0, 6), Buffer.alloc(1000, 'abcdefgh').swap64().toString('latin1', 0, 10)]; });
t('swap bad', () => Buffer.alloc(3).swap16());
t('swap bad2', () => Buffer.alloc(3).swap32());
t('swap bad3', () => Buffer.alloc(3).swap64());
return out;
