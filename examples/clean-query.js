// Tidies the query string of a link: drops what only tracks visitors, merges the changes a page asks for, and writes
// the rest in one fixed order, so that equal searches have equal addresses. For shops with filters, caches and SEO.
const qs = require('qs');

const TRACKING = /^(utm_\w+|gclid|fbclid|msclkid)$/;

const [address, hash = ''] = input.url.split('#');
const [base, query = ''] = address.split('?');
const filters = qs.parse(query, { comma: true, filter: undefined, ignoreQueryPrefix: true });

for (const name of Object.keys(filters)) {
  if (TRACKING.test(name)) delete filters[name];
}
// null in the changes removes a filter; skipNulls below leaves it out.
const merged = { ...filters, ...input.changes };

const rebuilt = qs.stringify(merged, {
  addQueryPrefix: true,
  arrayFormat: 'repeat',
  skipNulls: true,
  sort: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
});
return { url: base + rebuilt + (hash && `#${hash}`), filters: qs.parse(rebuilt, { ignoreQueryPrefix: true }) };
