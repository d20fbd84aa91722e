// a feed of partner orders is grouped, priced with lodash, checked and summed by date-fns weeks
const _ = require('lodash');
const { parseISO, startOfISOWeek, formatISO, differenceInCalendarDays } = require('date-fns');
const feed = [
  { ref: 'A-1', at: '2024-02-26T10:00:00Z', lines: [{ sku: 'x1', qty: '2', price: '9.90' }, { sku: 'y2', qty: '1', price: '100' }] },
  { ref: 'A-2', at: '2024-03-03T23:30:00Z', lines: [{ sku: 'x1', qty: '0', price: '9.90' }] },
  { ref: 'A-3', at: '2024-03-04T00:10:00Z', lines: [{ sku: 'z3', qty: 'three', price: '5' }] },
  { ref: 'A-1', at: '2024-02-27T10:00:00Z', lines: [] },
];
const problems = [];
const cents = (price) => Math.round(Number(price) * 100);
const orders = _(feed).groupBy('ref').map((versions, ref) => {
  const last = _.maxBy(versions.filter((v) => v.lines.length), 'at');
  const lines = last.lines.flatMap((line) => {
    const qty = Number(line.qty);
    if (!Number.isInteger(qty)) problems.push({ ref, sku: line.sku, why: `quantity "${line.qty}"` });
    else if (qty === 0) problems.push({ ref, sku: line.sku, why: 'nothing ordered' });
    else return [{ sku: line.sku, qty, total: qty * cents(line.price) }];
    return [];
  });
  return { ref, at: parseISO(last.at), lines, total: _.sumBy(lines, 'total'), superseded: versions.length - 1 };
}).value();
const weeks = _(orders).groupBy((o) => formatISO(startOfISOWeek(o.at), { representation: 'date' })).mapValues((list) => ({ orders: _.map(list, 'ref'), total: _.sumBy(list, 'total') })).value();
return { weeks, problems, bySku: _(orders).flatMap('lines').groupBy('sku').mapValues((l) => _.sumBy(l, 'qty')).value(), span: differenceInCalendarDays(_.maxBy(orders, 'at').at, _.minBy(orders, 'at').at) };
