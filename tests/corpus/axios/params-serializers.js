// params: nested, lists, dates, nulls, own serializer, own encoder, indexes
const axios = require('axios');
const uri = (params, paramsSerializer) => axios.getUri({ url: '/p', params, paramsSerializer });
const data = { a: 'x y', b: [1, 2], c: { d: { e: 1 } }, n: null, u: undefined, t: new Date(0), s: 'ü&=+:$,[]@', f: false, l: [{ m: 1 }] };
const qs = require('qs');
return { usual: uri(data), indexes: [null, true, false].map((indexes) => uri({ b: [1, [2]], l: [{ m: 1 }] }, { indexes })), qs: uri(data, { serialize: (p) => qs.stringify(p, { arrayFormat: 'comma' }) }), encode: uri({ 'k ey': 'v al' }, { encode: (v) => `<${v}>` }), search: uri(new URLSearchParams([['a', '1'], ['a', '2']])), joined: [axios.getUri({ url: '/p?x=1#frag', params: { y: 2 } }), axios.getUri({ url: '/p', params: {} }), axios.getUri({ baseURL: 'http://h/b/', url: '/c', params: { z: 1 } }), axios.getUri({ baseURL: 'http://h/b', url: 'http://other/c' }), axios.getUri({ baseURL: 'http://h/b', url: 'http://other/c', allowAbsoluteUrls: false })], map: uri({ m: new Map([[1, 2]]) }) };
