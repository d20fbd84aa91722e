// validateStatus decides
const axios = require('axios');

const at = (status, config) => axios.get('http://a', { adapter: 'none', ...config, adapter: (c) => new Promise((resolve, reject) => { const ok = !c.validateStatus || c.validateStatus(status); const response = { status, data: '', statusText: '', headers: {}, config: c, request: {} }; ok ? resolve(response) : reject(new axios.AxiosError('no', status >= 500 ? axios.AxiosError.ERR_BAD_RESPONSE : axios.AxiosError.ERR_BAD_REQUEST, c, {}, response)); }) }).then((r) => r.status, (e) => [e.code, e.response.status, e.status]);
return [await at(200), await at(404), await at(500), await at(404, { validateStatus: (s) => s === 404 }), await at(500, { validateStatus: null }), await at(500, { validateStatus: undefined })];
