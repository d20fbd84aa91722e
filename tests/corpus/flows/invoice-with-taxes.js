// an invoice: rates by line, rounding per rate, discounts before tax, a payment reference with a check sum
const _ = require('lodash');
const { addDays, format } = require('date-fns');
const lines = [{ text: 'Service', hours: 7.5, rate: 120_00, tax: 19 }, { text: 'Books', pieces: 3, price: 17_99, tax: 7 }, { text: 'Postage', pieces: 1, price: 4_90, tax: 19 }, { text: 'Stamps', pieces: 10, price: 85, tax: 0 }];
const net = (line) => Math.round(line.hours ? line.hours * line.rate : line.pieces * line.price);
const discount = { percent: 5, on: (line) => line.tax > 0 };
const priced = lines.map((line) => ({ ...line, net: net(line), off: discount.on(line) ? Math.round((net(line) * discount.percent) / 100) : 0 }));
const taxes = _(priced).groupBy('tax').map((list, tax) => { const base = _.sumBy(list, (l) => l.net - l.off); return { tax: +tax, base, amount: Math.round((base * tax) / 100) }; }).orderBy('tax', 'desc').value();
const total = _.sumBy(taxes, (t) => t.base + t.amount);
const money = (c) => `${c < 0 ? '-' : ''}${Math.floor(Math.abs(c) / 100)},${String(Math.abs(c) % 100).padStart(2, '0')} €`;
const checked = (digits) => { const n = BigInt(`${digits}271500`) % 97n; return `RF${String(98n - n).padStart(2, '0')}${digits}`; };
const date = new Date(2024, 0, 31);
const table = priced.map((l) => `${l.text.padEnd(10, '.')}${money(l.net - l.off).padStart(12, '.')} ${String(l.tax).padStart(2)}%`);
return { table, taxes, total: money(total), reference: checked('20240131007'), due: format(addDays(date, 30), 'EEEE, d MMMM yyyy'), early: format(addDays(date, 10), 'dd.MM.yyyy'), skonto: money(Math.round(total * 0.98)) };
