// orders take stock from the nearest warehouses; what is left over is reported; the console tells the steps
const stock = new Map(Object.entries({ berlin: { a: 5, b: 1 }, paris: { a: 2, b: 4, c: 1 }, rome: { a: 10, c: 3 } }));
const near = { de: ['berlin', 'paris', 'rome'], it: ['rome', 'paris', 'berlin'] };
const orders = [{ id: 1, to: 'de', lines: { a: 6, c: 2 }, prio: 2 }, { id: 2, to: 'it', lines: { a: 9, b: 5 }, prio: 1 }, { id: 3, to: 'de', lines: { b: 1 }, prio: 2 }];
console.group('allocation');
const result = orders.toSorted((x, y) => x.prio - y.prio || x.id - y.id).map(({ id, to, lines }) => {
  const shipments = {}; const missing = {};
  for (const [sku, wanted] of Object.entries(lines)) { let left = wanted; for (const house of near[to]) { const have = stock.get(house)[sku] ?? 0; const take = Math.min(have, left); if (!take) continue; stock.get(house)[sku] -= take; (shipments[house] ??= []).push({ sku, take }); left -= take; if (!left) break; } if (left) missing[sku] = left; }
  console.log('order %d: %o', id, Object.keys(shipments)); if (Object.keys(missing).length) console.warn('missing', missing);
  return { id, shipments, missing };
});
console.groupEnd(); console.log(stock);
return { result, left: Object.fromEntries([...stock].map(([k, v]) => [k, Object.values(v).reduce((a, b) => a + b, 0)])) };
