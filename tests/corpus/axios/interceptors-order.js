// Interceptors: order, async, conditions and removal
const axios = require('axios');
const adapter = async (config) => ({ data: config.data ?? null, status: 200, statusText: 'OK', headers: {}, config, request: {} });

const c = axios.create({ adapter }); const log = [];
c.interceptors.request.use((x) => { log.push('q1'); return x; }); c.interceptors.request.use(async (x) => { await null; log.push('q2'); return x; });
c.interceptors.request.use((x) => { log.push('only get'); return x; }, null, { runWhen: (x) => x.method === 'get' });
const id = c.interceptors.response.use((r) => { log.push('gone'); return r; }); c.interceptors.response.eject(id);
c.interceptors.response.use((r) => { log.push('p1'); return r; }); c.interceptors.response.use((r) => { log.push('p2'); return r.status; });
return [await c.post('http://a'), await c.get('http://a'), log];
