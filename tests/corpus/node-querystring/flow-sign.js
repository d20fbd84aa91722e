// a query string sorted and signed as gateways want it
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const qs = require('querystring');
const { URL } = require('url');
const params = { timestamp: 1700000000, app_key: 'k1', method: 'order.get', fields: ['id', 'name'], empty: '', note: '中 文&=+' };
const sorted = Object.keys(params).sort().reduce((all, key) => ({ ...all, [key]: params[key] }), {});
const base = qs.stringify(sorted);
const url = new URL('https://api.example.com/router');
url.search = base;
return { base, url: url.href, back: qs.parse(url.search.slice(1)), unescaped: qs.unescape(base) };
