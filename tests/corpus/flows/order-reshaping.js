// an order of a shop becomes the partner's format: lines, taxes by rate, addresses, references
const _ = require('lodash');
const round = (n) => Math.round((n + Number.EPSILON) * 100) / 100;
const order = { no: 'A-1007', placed: '2024-02-29T23:30:00+09:00', currency: 'EUR', buyer: { first: 'Zoë', last: 'Müller', mails: ['z@example.com', null] }, lines: [{ sku: 'T-1', title: 'Tee, grün', qty: 3, net: 4.19, vat: 7 }, { sku: 'B-9', title: 'Buch "X"', qty: 1, net: 22.43, vat: 7 }, { sku: 'K-3', title: 'Kanne', qty: 2, net: 31.05, vat: 19 }], coupon: { code: 'WELCOME', percent: 10 }, ship: { street: 'Hauptstr. 5', zip: '01067', city: 'Dresden' } };
const lines = order.lines.map((line, index) => {
  const net = round(line.qty * line.net * (1 - order.coupon.percent / 100));
  return { pos: (index + 1) * 10, article: line.sku.padEnd(8, '0'), text: line.title.replace(/["']/g, ''), quantity: line.qty, net, tax: round((net * line.vat) / 100), rate: line.vat };
});
const taxes = _(lines).groupBy('rate').map((ls, rate) => ({ rate: +rate, base: round(_.sumBy(ls, 'net')), tax: round(_.sumBy(ls, 'tax')) })).orderBy('rate').value();
const net = round(_.sumBy(lines, 'net'));
const tax = round(_.sumBy(taxes, 'tax'));
if (net > 100) console.warn('large order', order.no, { net, tax });
return {
  reference: `${order.no.toLowerCase()}-${new Date(order.placed).getTime().toString(36)}`,
  customer: { name: [order.buyer.first, order.buyer.last].join(' '), mail: order.buyer.mails.find(Boolean) ?? null },
  placedUtc: new Date(order.placed).toISOString(), lines, taxes, totals: { net, tax, gross: round(net + tax) },
  address: Object.values(order.ship).join(', '), checksum: lines.reduce((s, l) => (s * 31 + l.net * 100) % 97, 7),
};
