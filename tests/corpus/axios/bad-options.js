// Options that are refused before anything is sent
const axios = require('axios');
const attempt = async (run) => { try { return await run(); } catch (e) { return [e.name, e.message, e.code ?? null]; } };

const ok = async (c) => ({ data: 1, status: 200, statusText: '', headers: {}, config: c, request: {} });
return [await attempt(() => axios.get('http://a', { adapter: 'nope' })), await attempt(() => axios.get('http://a', { adapter: ['x', 'y'] })), await attempt(() => axios.get('http://a', { adapter: 5 })), await attempt(() => axios.get('http://a', { adapter: ok, transitional: { silentJSONParsing: 1 } })), await attempt(() => axios.get('http://a', { adapter: ok, paramsSerializer: { serialize: 5 } })), await attempt(() => axios.get('http://a', { adapter: ok, baseUrl: 'x' })), await attempt(() => axios.get('http://a', { adapter: ok, withXsrfToken: true }).then((r) => r.status)), await attempt(() => axios.get('http://a', { adapter: ok, maxRedirects: 0 }).then((r) => r.status))];
