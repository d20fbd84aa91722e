// rows grouped, pivoted and ranked without a library
const rows = [['north', 'A', 5], ['south', 'A', 7], ['north', 'B', 1], ['south', 'B', 7], ['north', 'A', 2]].map(([region, sku, qty]) => ({ region, sku, qty }));
const group = rows.reduce((m, r) => m.set(r.region, [...(m.get(r.region) ?? []), r]), new Map());
const pivot = Object.fromEntries([...group].map(([k, rs]) => [k, rs.reduce((o, r) => ({ ...o, [r.sku]: (o[r.sku] ?? 0) + r.qty }), {})]));
const ranked = rows.map((r) => r.qty).sort((a, b) => b - a).map((q, i, all) => [q, all.indexOf(q) + 1]);
console.table(pivot); console.table(rows, ['sku', 'qty']); console.log(group); console.dir(pivot, { depth: 0 });
return { pivot, ranked, keys: [...group.keys()], sum: Object.values(pivot).map((o) => Object.values(o).reduce((a, b) => a + b)), flat: Object.entries(pivot).flatMap(([k, o]) => Object.entries(o).map((e) => [k, ...e].join('/'))) };
