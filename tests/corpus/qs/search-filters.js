// filters of a search page: to a link and back with defaults and types
const qs = require('qs');
const _ = require('lodash');
const defaults = { page: 1, size: 20, sort: 'name', filter: { tags: [], price: { min: 0, max: null } } };
const toLink = (state) => `/search${qs.stringify(_.pickBy(_.mapValues(state, (v, k) => (_.isEqual(v, defaults[k]) ? undefined : v)), (v) => v !== undefined), { addQueryPrefix: true, arrayFormat: 'brackets', encodeValuesOnly: true, skipNulls: true })}`;
const fromLink = (link) => { const raw = qs.parse(link.split('?')[1] ?? ''); const state = _.merge({}, defaults, raw); for (const path of ['page', 'size', 'filter.price.min', 'filter.price.max']) if (_.has(raw, path)) _.set(state, path, Number(_.get(raw, path))); return state; };
const states = [defaults, { ...defaults, page: 3 }, _.merge({}, defaults, { sort: '价格 & name', filter: { tags: ['new', 'a,b'], price: { max: 99.5 } } })];
return states.map((state) => { const link = toLink(state); return [link, _.isEqual(fromLink(link), state)]; });
