// Calls a service that fails now and then: retries what is temporary (429, 5xx, no answer) with exponential back-off,
// or after the time the service names, and gives up on everything else. For anyone who calls a partner's API.
// The adapter plays the partner, so that this runs without a network; without it, the client makes real requests.
const axios = require('axios');

const replies = [...input.replies];
const adapter = async (config) => {
  const { status, headers, data } = replies.shift();
  const response = { status, data, headers: new axios.AxiosHeaders(headers), config };
  if (config.validateStatus(status)) return response;
  throw new axios.AxiosError(`status ${status}`, axios.AxiosError.ERR_BAD_RESPONSE, config, null, response);
};

const client = axios.create({ baseURL: input.baseURL, adapter });
const waits = [];

client.interceptors.response.use(undefined, async (error) => {
  const { config, response } = error;
  const retry = (config.retry ?? 0) + 1;
  const temporary = response === undefined || response.status === 429 || response.status >= 500;
  if (!temporary || retry > input.retries) throw error;

  const wait = Number(response?.headers.get('retry-after-ms') ?? input.firstWaitMs * 2 ** (retry - 1));
  waits.push(wait);
  console.warn(`${client.getUri(config)}: ${error.message}, retry ${retry} in ${wait} ms`);
  await new Promise((resolve) => setTimeout(resolve, wait));
  return client.request({ ...config, retry });
});

const { status, data } = await client.get('/rates', { params: { base: 'EUR' } });
return { status, data, waits };
