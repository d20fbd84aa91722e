// order lines: quantities, discounts, VAT by rate, rounding of each line and of the sum
const lines = [
  { sku: 'A-100', qty: 3, price: 19.99, vat: 0.19 }, { sku: 'B-200', qty: 1, price: 0.1, vat: 0.07, discount: 0.05 },
  { sku: 'C-300', qty: 12, price: 1.005, vat: 0.19, discount: 0.15 }, { sku: 'D', qty: 0.333, price: 89.9, vat: 0 },
];
const cents = (value) => Math.round((value + Number.EPSILON) * 100);
const priced = lines.map((line) => ({ ...line, net: cents(line.qty * line.price * (1 - (line.discount ?? 0))) }));
const byRate = new Map();
for (const { vat, net } of priced) byRate.set(vat, (byRate.get(vat) ?? 0) + net);
console.table(priced, ['sku', 'net']);
console.log(byRate, byRate.entries());
const vat = [...byRate].map(([rate, net]) => ({ rate, vat: (net * rate) / 100, text: ((net * rate) / 100).toFixed(2) }));
return { priced, vat, total: priced.reduce((sum, { net }) => sum + net, 0) / 100, plain: lines.reduce((s, l) => s + l.qty * l.price, 0) };
