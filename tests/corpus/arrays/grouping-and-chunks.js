// group, chunk, unique, zip, transpose, intersect, in plain JavaScript
const rows = [['a', 1], ['b', 2], ['a', 3]];
const group = rows.reduce((o, [k, v]) => ({ ...o, [k]: [...(o[k] ?? []), v] }), {});
const chunk = (l, n) => Array.from({ length: Math.ceil(l.length / n) }, (_, i) => l.slice(i * n, i * n + n));
const m = [[1, 2, 3], [4, 5, 6]];
const product = (...ls) => ls.reduce((acc, l) => acc.flatMap((x) => l.map((y) => [...x, y])), [[]]);
return { group, chunk: chunk([1, 2, 3, 4, 5], 2), unique: [...new Set([3, 1, 3, NaN, NaN, 0, -0])], zip: m[0].map((x, i) => [x, m[1][i]]), transpose: m[0].map((_, i) => m.map((r) => r[i])), inter: [1, 2, 3].filter(Set.prototype.has, new Set([2, 3, 4])), product: product([1, 2], ['x', 'y']), range: [...Array(5).keys()], matrix: Array.from({ length: 3 }, (_, i) => Array.from({ length: 3 }, (_, j) => +(i === j))), counts: Object.fromEntries(Object.entries([...'mississippi'].reduce((c, x) => ((c[x] = (c[x] || 0) + 1), c), {})).sort(([, x], [, y]) => y - x)), max: Math.max(...[5, 9, 2]), flatten: Object.fromEntries((function* f(o, p = '') { for (const [k, v] of Object.entries(o)) if (v && typeof v === 'object') yield* f(v, p + k + '.'); else yield [p + k, v]; })({ a: { b: 1, c: [2, { d: 3 }] } })) };
