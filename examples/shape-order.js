// Turns a shop system's order into the flat document that a warehouse accepts. For whoever connects two systems that
// were never meant to meet. Amounts stay in cents: sums of floating-point euros do not add up.
const _ = require('lodash');

const cents = (amount) => Math.round(Number(amount) * 100);

const lines = input.line_items
  .filter((item) => item.requires_shipping && item.quantity > 0)
  .map((item) => ({
    sku: _.toUpper(item.sku),
    name: _.truncate(item.title, { length: 30 }),
    quantity: item.quantity,
    unitCents: cents(item.price),
    totalCents: cents(item.price) * item.quantity,
  }));

const address = input.shipping_address ?? input.billing_address;

return {
  reference: `${input.shop}-${_.padStart(input.number, 8, '0')}`,
  placedAt: new Date(input.created_at).toISOString(),
  shipTo: {
    name: _.compact([address.first_name, address.last_name]).join(' '),
    lines: _.compact([address.street, address.street2]),
    ..._.pick(address, ['zip', 'city', 'country']),
  },
  parcels: _.mapValues(_.groupBy(lines, (line) => line.sku.split('-')[0]), (group) => ({
    pieces: _.sumBy(group, 'quantity'),
    lines: _.orderBy(group, ['totalCents', 'sku'], ['desc', 'asc']),
  })),
  totalCents: _.sumBy(lines, 'totalCents'),
};
