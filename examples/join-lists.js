// Joins customers with their orders and sums them up, after removing the duplicates that two exports always share. For
// reports over data that lives in two systems, where a database join is not to be had.
const _ = require('lodash');

const email = (address) => _.toLower(_.trim(address));

// The newest entry of each customer and each order wins. ISO dates of one zone sort as text.
const newest = (list, key) => _.uniqBy(_.orderBy(list, 'updated', 'desc'), key);
const customers = newest(input.customers, (customer) => email(customer.email));
const orders = newest(input.orders, 'id');

const known = _.keyBy(customers, (customer) => email(customer.email));
const [matched, orphans] = _.partition(orders, (order) => _.has(known, [email(order.email)]));
const byCustomer = _.groupBy(matched, (order) => email(order.email));

const report = customers.map((customer) => {
  const own = byCustomer[email(customer.email)] ?? [];
  return {
    name: customer.name,
    email: email(customer.email),
    orders: _.sortBy(_.map(own, 'id')),
    totalCents: _.sumBy(own, 'cents'),
    favourite: _.maxBy(_.toPairs(_.countBy(_.sortBy(_.flatMap(own, 'tags')))), 1)?.[0] ?? null,
  };
});

return {
  report: _.orderBy(report, ['totalCents', 'name'], ['desc', 'asc']),
  orphans: _.sortBy(_.map(orphans, 'id')),
};
