// how the same parameters are encoded by four ways of signing
const qs = require('qs'); const querystring = require('querystring');
const params = { b: "it's (a) *test*!", a: 'x y+z', 'k[]': ['1', '2'], ü: '日本 ~', e: '' };
const rfc3986 = (t) => encodeURIComponent(t).replace(/[!'()*]/g, (c) => '%' + c.charCodeAt(0).toString(16).toUpperCase());
const flat = Object.entries(params).flatMap(([k, v]) => [v].flat().map((x) => [k, x]));
const search = new URLSearchParams(flat); search.sort();
return [flat.map(([k, v]) => `${rfc3986(k)}=${rfc3986(v)}`).sort().join('&'), search.toString(), querystring.stringify(params), qs.stringify(params),
  qs.stringify(params, { format: 'RFC1738', sort: (a, b) => (a < b ? -1 : 1) }), new URL('https://x.y/?' + search).search, encodeURI(params.b), escape(params.ü)];
