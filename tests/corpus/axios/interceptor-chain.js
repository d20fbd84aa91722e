// interceptors: request ones run last first, response ones in order; each may replace
const axios = require('axios');
const log = [];
const client = axios.create({ adapter: async (config) => { log.push(`adapter ${config.headers.get('x-trace')}`); return { status: 200, statusText: '', headers: {}, data: { n: 1 }, config }; } });
for (const name of ['a', 'b', 'c']) client.interceptors.request.use((config) => { log.push(`request ${name}`); config.headers.set('x-trace', `${config.headers.get('x-trace') ?? ''}${name}`); return config; });
for (const name of ['d', 'e']) client.interceptors.response.use(async (response) => { log.push(`response ${name}`); return { ...response, data: { n: response.data.n * 10, by: name } }; });
const first = await client.get('/');
client.interceptors.request.eject(1);
client.interceptors.response.clear();
log.push('--');
const second = await client.get('/', { headers: { 'X-Trace': '>' } });
let count = 0; client.interceptors.request.forEach(() => count++);
return { log, first: first.data, second: second.data, count };
