// Calls a service that fails now and then: retries 429 and 5xx with exponential back-off, honours Retry-After, gives
// up on everything else. For anyone who calls a partner's API. The adapter below plays the partner, so the example
// needs no network; leave it out and the same client makes real requests.
const axios = require('axios');

const replies = [...input.replies];
const adapter = async (config) => {
  const { status, headers = {}, data = null } = replies.shift();
  const response = { status, statusText: '', headers: new axios.AxiosHeaders(headers), data, config };
  if (config.validateStatus(status)) return response;
  throw new axios.AxiosError(`status ${status}`, axios.AxiosError.ERR_BAD_RESPONSE, config, null, response);
};

const client = axios.create({ baseURL: input.baseURL, adapter });
const waits = [];

client.interceptors.response.use(undefined, async (error) => {
  const { config, response } = error;
  const attempt = (config.attempt ?? 0) + 1;
  const temporary = response?.status === 429 || response?.status >= 500;
  if (!temporary || attempt > input.retries) throw error;
  const retryAfter = Number(response.headers.get('retry-after')) * 1000;
  const milliseconds = retryAfter || input.firstWaitMs * 2 ** (attempt - 1);
  waits.push(milliseconds);
  console.warn(`${config.method} ${axios.getUri(config)}: ${response.status}, attempt ${attempt + 1} in ${milliseconds} ms`);
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  return client.request({ ...config, attempt });
});

const { status, data } = await client.get('/rates', { params: { base: 'EUR' } });
return { status, data, waits };
