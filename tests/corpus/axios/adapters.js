// getAdapter and which adapters there are
const axios = require('axios');
const attempt = async (run) => { try { return await run(); } catch (e) { return [e.name, e.message, e.code ?? null]; } };

return [typeof axios.getAdapter('http'), typeof axios.getAdapter('fetch'), (await attempt(() => axios.getAdapter('xhr'))).slice(0, 1), typeof axios.getAdapter(['xhr', 'http']), axios.getAdapter(axios.defaults.adapter) === axios.getAdapter('http'), axios.defaults.adapter, axios.getAdapter('http').name];
