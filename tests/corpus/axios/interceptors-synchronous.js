// Synchronous interceptors run at once
const axios = require('axios');
const adapter = async (config) => ({ data: config.data ?? null, status: 200, statusText: 'OK', headers: {}, config, request: {} });

const c = axios.create({ adapter }); const log = [];
c.interceptors.request.use((x) => { log.push('interceptor'); return x; }, null, { synchronous: true });
const p = c.get('http://a'); log.push('after the call'); await p;
c.interceptors.request.clear(); await c.get('http://a');
return log;
