// Headers that a request has by its data
const axios = require('axios');
const adapter = async (config) => ({ data: config.data ?? null, status: 200, statusText: 'OK', headers: {}, config, request: {} });

const of = async (method, data, headers) => { const r = await axios({ method, url: 'http://a', data, headers, adapter }); return [r.config.headers.toJSON(), typeof r.config.data === 'string' ? r.config.data : String(r.config.data)]; };
return [await of('get'), await of('post', { a: 1 }), await of('post', 'text'), await of('put', new URLSearchParams('a=1')), await of('post', { a: 1, l: [1] }, { 'Content-Type': 'application/x-www-form-urlencoded' }), await of('patch', [1]), await of('delete'), await of('post', 'x', { 'Content-Type': 'application/json' }), await of('post', Buffer.from('b')), await of('post', 5, { 'content-type': 'application/json' }), await of('post', null)];
