// postForm, putForm, patchForm: what an adapter gets
const axios = require('axios');
const client = axios.create({ adapter: async (config) => ({ status: 200, statusText: '', headers: {}, config, data: [config.method, config.headers.getContentType() ?? null, config.data instanceof FormData ? [...config.data].map(([k, v]) => [k, typeof v === 'string' ? v : v.size]) : typeof config.data] }) });
const form = new FormData(); form.append('own', 'x'); form.append('file', new Blob(['abc']), 'f.txt');
return [(await client.postForm('/', form)).data, (await client.putForm('/', form)).data, (await client.patchForm('/', form)).data, (await client.post('/', form)).data, (await client.post('/', { a: [1], b: 'x' }, { headers: { 'Content-Type': 'application/x-www-form-urlencoded' } })).data];
