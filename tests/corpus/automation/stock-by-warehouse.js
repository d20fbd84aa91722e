// stock taken from several warehouses: reservations, shortages as errors with details
class Shortage extends Error { constructor(sku, missing) { super(`${missing} x ${sku} missing`); Object.assign(this, { sku, missing }); } get name() { return 'Shortage'; } }
const stock = { B: { a: 5 }, A: { a: 3, b: 1 } }; const take = (sku, n) => { const from = []; for (const w of Object.keys(stock).sort()) { const got = Math.min(n, stock[w][sku] ?? 0); if (got) { stock[w][sku] -= got; from.push(`${w}:${got}`); n -= got; } } if (n > 0) throw new Shortage(sku, n); return from; };
const out = [['a', 4], ['b', 2], ['a', 4], ['zz', 1]].map(([s, n]) => { try { return take(s, n); } catch (e) { console.error(e.name, e.message, { ...e }); return [String(e), e.stack.split('\n')[0], JSON.stringify(e), e instanceof Shortage]; } });
return { out, stock };
