// a flaky service behind axios: retries with growing waits, Retry-After, a budget and what is not retried
const axios = require('axios');
const script = { '/flaky': [503, 429, 200], '/down': [500, 500, 500, 500, 500], '/bad': [400], '/slow': ['ECONNABORTED', 200] };
const calls = []; const waits = [];
const adapter = async (config) => {
  const step = script[config.url].shift(); calls.push(`${config.url} ${step}`);
  if (typeof step === 'string') throw new axios.AxiosError('timeout', step, config);
  const response = { status: step, statusText: '', headers: new axios.AxiosHeaders(step === 429 ? { 'retry-after': '3' } : {}), data: '{"ok":true}', config };
  if (step >= 400) throw new axios.AxiosError(`status ${step}`, step < 500 ? 'ERR_BAD_REQUEST' : 'ERR_BAD_RESPONSE', config, null, response);
  return response;
};
const client = axios.create({ adapter });
const retriable = (error) => (error.response ? error.response.status === 429 || error.response.status >= 500 : error.code === 'ECONNABORTED');
client.interceptors.response.use(undefined, async (error) => {
  const config = error.config; const attempt = (config.attempt ?? 0) + 1;
  if (!retriable(error) || attempt > (config.retries ?? 3)) throw error;
  const wait = Number(error.response?.headers.get('retry-after') ?? 0) || 2 ** attempt;
  waits.push(wait); await new Promise((resolve) => setTimeout(resolve, wait));
  return client.request({ ...config, attempt });
});
const outcome = async (url, options) => { try { const r = await client.get(url, options); return [r.status, r.data, r.config.attempt ?? 0]; } catch (e) { return [e.code, e.message, e.config.attempt ?? 0]; } };
const results = {};
for (const [url, options] of [['/flaky'], ['/down', { retries: 2 }], ['/bad'], ['/slow']]) results[url] = await outcome(url, options);
return { results, calls, waits };
