// transformRequest and transformResponse, alone and as lists
const axios = require('axios');

const adapter = async (config) => ({ data: `{"sent":${JSON.stringify(config.data)}}`, status: 200, statusText: 'OK', headers: { 'content-type': 'application/json' }, config, request: {} });
const r = await axios.post('http://a', { n: 1 }, { adapter, transformRequest: [(d) => ({ ...d, m: 2 }), (d, h) => { h['X-T'] = 'yes'; return Object.keys(d).join(); }], transformResponse: [(d) => JSON.parse(d), (d, h, s) => [d, s]] });
const plain = await axios.post('http://a', { n: 1 }, { adapter });
return [r.data, r.config.headers['X-T'], plain.data];
