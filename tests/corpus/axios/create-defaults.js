// Instances: defaults are merged, not shared
const axios = require('axios');
const adapter = async (config) => ({ data: config.data ?? null, status: 200, statusText: 'OK', headers: {}, config, request: {} });

const one = axios.create({ baseURL: 'http://one', timeout: 5, headers: { common: { A: '1' } }, adapter }); const two = one.create({ timeout: 6 });
const r = await two.get('/x', { headers: { B: '2' } });
return [two.defaults.baseURL, two.defaults.timeout, one.defaults.timeout, r.config.headers.toJSON(), r.config.url, axios.defaults.baseURL ?? null, typeof two.interceptors.request.use];
