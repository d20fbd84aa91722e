// defaults of instances do not reach each other, instances of instances inherit
const axios = require('axios');
const adapter = async (config) => ({ status: 200, statusText: '', headers: {}, config, data: [config.baseURL ?? null, config.timeout, config.headers.toJSON(), config.own ?? null] });
const one = axios.create({ baseURL: 'http://one', timeout: 10, headers: { common: { A: '1' }, get: { G: 'get' } }, adapter });
const two = one.create ? one.create({ timeout: 20, headers: { B: '2' }, own: 'two' }) : axios.create({ adapter });
one.defaults.headers.common.C = '3'; one.defaults.headers.post.P = 'post'; two.defaults.baseURL = 'http://two';
return { one: (await one.get('/')).data, posted: (await one.post('/', {})).data, two: (await two.get('/', { headers: { A: 'own', B: null, C: undefined } })).data, plain: [axios.defaults.timeout, axios.defaults.baseURL ?? null, axios.defaults.headers.common.C ?? null], kinds: [typeof one, one instanceof axios.Axios, typeof one.interceptors.request.use, new axios.Axios({ own: 1 }).defaults.own] };
