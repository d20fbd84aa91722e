// a failing request is refreshed and sent again by a response interceptor, once
const axios = require('axios');
const log = []; let token = 'old'; let refreshes = 0;
const client = axios.create({ adapter: async (config) => {
  const given = config.headers.get('Authorization'); log.push([config.url, given]);
  const status = given === 'Bearer new' ? 200 : 401;
  const response = { status, statusText: '', headers: {}, data: { url: config.url }, config };
  if (status === 401) throw new axios.AxiosError('unauthorised', 'ERR_BAD_REQUEST', config, null, response);
  return response;
} });
let refreshing;
const refresh = () => (refreshing ??= new Promise((resolve) => setTimeout(() => { refreshes++; token = 'new'; resolve(); }, 2)));
client.interceptors.request.use((config) => { config.headers.Authorization = `Bearer ${token}`; return config; });
client.interceptors.response.use(undefined, async (error) => { if (error.response?.status !== 401 || error.config.again) throw error; await refresh(); return client({ ...error.config, again: true }); });
const results = await Promise.all(['/1', '/2', '/3'].map((u) => client.get(u)));
return { data: results.map((r) => r.data.url), log, refreshes };
