// URLSearchParams: construction, sort by code units, sizes, deletion by value, iteration while changing
const p = new URLSearchParams([['z', '1'], ['ﬃ', '2'], ['🌈', '3'], ['a', '4'], ['z', '0']]); p.sort();
const q = new URLSearchParams('?a=1&a=2&b=%zz&c=+d+&=e&f'); const seen = []; for (const [k] of q) { seen.push(k); if (k === 'b') q.delete('c'); }
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
return { sorted: [...p].map(([k, v]) => k + v), text: p.toString(), seen, has: [q.has('a', '2'), q.has('a', '3')], size: q.size, deleted: (q.delete('a', '1'), q.getAll('a')), from: [{ a: 1, b: [1, 2] }, new Map([['m', 'n']]), 'x=1&&y', '', [['k', 'v']]].map((i) => new URLSearchParams(i).toString()), refused: [t(() => new URLSearchParams([['a']])), t(() => new URLSearchParams([1])), t(() => q.append('x')), t(() => URLSearchParams('x'))], encoded: new URLSearchParams({ x: "~!*()'-._ é😀" }).toString() };
