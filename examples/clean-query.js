// Tidies the query string of a link: drops what only tracks visitors, applies the changes that a page asks for, and
// writes the rest in one fixed order, so that equal searches have equal addresses. For shops with filters and caches.
const qs = require('qs');

const TRACKING = /^(utm_\w+|gclid|fbclid|msclkid)$/;

const [address, hash] = input.url.split('#');
const [base, query] = address.split('?');
const filters = Object.entries(qs.parse(query)).filter(([name]) => !TRACKING.test(name));

// A change to null removes the filter: skipNulls leaves it out.
const rebuilt = qs.stringify({ ...Object.fromEntries(filters), ...input.changes }, {
  addQueryPrefix: true,
  arrayFormat: 'repeat',
  format: 'RFC1738',
  skipNulls: true,
  sort: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
});

return {
  url: base + rebuilt + (hash === undefined ? '' : `#${hash}`),
  filters: qs.parse(rebuilt, { ignoreQueryPrefix: true }),
};
