// statuses of an own adapter are settled by the block's own code, AxiosError by the library
const axios = require('axios');
const { AxiosError } = axios;
const settle = (response) => { const ok = response.config.validateStatus; if (!ok || ok(response.status)) return response; throw new AxiosError(`status ${response.status}`, response.status < 500 ? AxiosError.ERR_BAD_REQUEST : AxiosError.ERR_BAD_RESPONSE, response.config, null, response); };
const client = axios.create({ adapter: async (config) => settle({ status: Number(config.url), statusText: '', headers: {}, data: '{"status":' + config.url + '}', config }) });
const get = (url, options) => client.get(url, options).then((r) => ['ok', r.status, r.data], (e) => [e.name, e.code, e.message, e.status, e.response.data, e.isAxiosError]);
return Promise.all([get('200'), get('204'), get('304'), get('404'), get('500'), get('404', { validateStatus: null }), get('500', { validateStatus: (s) => s < 600 }), get('201', { validateStatus: (s) => s === 200 })]);
