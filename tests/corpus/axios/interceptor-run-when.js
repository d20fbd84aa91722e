// runWhen and synchronous interceptors decide by the config
const axios = require('axios');
const log = [];
const client = axios.create({ adapter: async (config) => ({ status: 200, statusText: '', headers: {}, data: config.tags ?? [], config }) });
const tag = (name) => (config) => { log.push(name); config.tags = [...(config.tags ?? []), name]; return config; };
client.interceptors.request.use(tag('get'), null, { synchronous: true, runWhen: (c) => c.method === 'get' });
client.interceptors.request.use(tag('post'), null, { runWhen: (c) => c.method === 'post' });
client.interceptors.request.use(tag('all'), null, { synchronous: true });
const got = client.get('/'); const at = log.slice();
const posted = client.post('/'); const later = log.slice();
const data = [(await got).data, (await posted).data];
const failing = axios.create({ adapter: client.defaults.adapter });
failing.interceptors.request.use(() => { throw new RangeError('no'); }, null, { synchronous: true });
return { at, later, data, log, failed: await failing.get('/').then(() => 'sent', (e) => `${e.name} ${e.message}`) };
