// maps and sets of many keys of one kind: which are the same key, in which order they come, and that they are found again
const kinds = {
  'small whole': (i) => i, negative: (i) => -i, halves: (i) => i / 2, thirds: (i) => i / 3, large: (i) => i * 2 ** 33, huge: (i) => i * 1e300, tiny: (i) => i * 5e-324,
  hundreds: (i) => i * 256, texts: (i) => 'key ' + i, numerals: (i) => String(i), wide: (i) => '\u4e2d' + i, joined: (i) => ['a', i].join('-'), bigint: (i) => BigInt(i) * 2n ** 70n, 'small bigint': (i) => BigInt(i),
  symbols: (i) => Symbol.for('s' + i),
};
const out = {};
for (const [name, key] of Object.entries(kinds)) {
  const map = new Map(); const set = new Set();
  for (let i = 0; i < 3000; i++) { map.set(key(i), i); set.add(key(i % 100)); }
  for (let i = 0; i < 3000; i += 3) map.delete(key(i));
  let found = 0; for (let i = 0; i < 3000; i++) if (map.get(key(i)) === i && map.has(key(i))) found++;
  out[name] = [map.size, set.size, found, [...map.values()].slice(0, 4), [...map.values()].at(-1), map.has(key(3000))];
}
const objects = Array.from({ length: 3000 }, (_, i) => ({ i })); const weak = new WeakMap(objects.map((o) => [o, o.i])); const strong = new Map(objects.map((o) => [o, o.i]));
out.objects = [objects.every((o) => weak.get(o) === o.i && strong.get(o) === o.i), strong.size, weak.has({})];
const same = new Map(); for (const key of [0, -0, 0n, '0', false, null, undefined, NaN, 0 / 0, 1, 1.0, '1', true, 1n]) same.set(key, same.has(key) ? 'again' : 'new');
out.same = [...same].map(([key, value]) => [typeof key, String(key), value]);
const counts = new Map(); for (let i = 0; i < 100000; i++) { const key = i % 1000; counts.set(key, (counts.get(key) ?? 0) + 1); }
out.counted = [counts.size, new Set(counts.values()).size, counts.get(999)];
return out;
