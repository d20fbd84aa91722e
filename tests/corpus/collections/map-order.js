// Map keeps insertion order through deletes, re-insertions and changes while iterating
const m = new Map([['a', 1], ['b', 2], ['c', 3]]); const seen = [];
for (const [k, v] of m) { seen.push(k); if (k === 'a') { m.delete('b'); m.set('d', 4); } if (k === 'c') { m.delete('a'); m.set('a', 5); } if (seen.length > 10) break; }
const keys = new Map([[NaN, 'nan'], [0, 'zero'], ['0', 'text']]); keys.set(-0, 'minus'); keys.set(NaN, 'again');
return { seen, order: [...m], keys: [...keys].map(([k, v]) => [String(k), Object.is(k, -0), v]), chained: new Map().set(1, 2).set(3, 4).size, got: [keys.get(NaN), keys.get(-0), keys.has('0')] };
