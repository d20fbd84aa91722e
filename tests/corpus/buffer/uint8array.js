// what a Buffer inherits from Uint8Array
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const b = Buffer.from([5, 1, 4, 2, 3]);
t('map', () => [...b.map((x) => x * 2)]);
t('sort', () => [...Buffer.from(b).sort()]);
t('reduce', () => b.reduce((a, x) => a + x, 0));
t('set', () => { const c = Buffer.alloc(5); c.set([9, 8], 2); return [...c]; });
t('join', () => [b.join('-'), b.some((x) => x > 4), b.every((x) => x > 0), b.find((x) => x > 3), b.findIndex((x) => x === 4)]);
t('of', () => [Buffer.of(1, 2, 300).toString('hex'), Buffer.isBuffer(Buffer.of(1)), Buffer.from({ length: 2 }).length]);
t('copyWithin', () => [...Buffer.from(b).copyWithin(0, 3)]);
t('locale', () => [b.toLocaleString() === b.toString(), `${Buffer.from('x')}`, Buffer.from('x') + 'y']);
t('subclass', () => [b instanceof Uint8Array, Object.getPrototypeOf(Buffer) === Uint8Array, Object.getPrototypeOf(Buffer.prototype) === Uint8Array.prototype]);
t('toSorted', () => [[...b.toSorted()], [...b.toReversed()], [...b.with(0, 7)]]);
t('index', () => { const c = Buffer.alloc(2); c[0] = 257; c[5] = 1; return [c[0], c[5], 5 in c, c.length]; });
t('entries', () => Object.entries(Buffer.from('ab')));
return out;
