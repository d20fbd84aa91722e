// Interceptors: errors and how they are repaired
const axios = require('axios');
const adapter = async (config) => ({ data: config.data ?? null, status: 200, statusText: 'OK', headers: {}, config, request: {} });
const attempt = async (run) => { try { return await run(); } catch (e) { return [e.name, e.message, e.code ?? null]; } };

const c = axios.create({ adapter }); const log = [];
c.interceptors.request.use(() => { throw new Error('in request'); });
const failed = await attempt(() => c.get('http://a'));
c.interceptors.request.clear();
c.interceptors.response.use(() => { throw new TypeError('in response'); }); c.interceptors.response.use(null, (e) => { log.push(e.message); return 'repaired'; });
return [failed, await c.get('http://a'), log];
