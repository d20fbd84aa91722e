// What axios does against a real server: requests, responses, redirects, limits and errors, a key per case
const axios = require('axios');
const { url, other, closed } = input;

const headersOf = (response) => {
  const { date, server, ...rest } = response.headers.toJSON();
  return rest;
};

const answer = (response) => ({
  status: response.status,
  statusText: response.statusText,
  headers: headersOf(response),
  data: response.data,
});

const failure = (error) => ({
  name: error.name,
  message: error.message,
  code: error.code,
  status: error.status,
  isAxiosError: axios.isAxiosError(error),
  isCancel: axios.isCancel(error),
  instance: error instanceof axios.AxiosError,
  keys: Object.keys(error).sort(),
  hasConfig: error.config !== undefined,
  hasRequest: error.request !== undefined,
  cause: error.cause && { name: error.cause.name, code: error.cause.code, message: error.cause.message },
  response: error.response && answer(error.response),
});

const failing = (promise) => promise.then(answer, failure);
const client = axios.create({ baseURL: url });

const cases = {
  async 'get gives data, status and headers'() {
    return answer(await axios.get(`${url}/echo`));
  },
  async 'the sent headers are those of Node'() {
    const { data } = await axios.get(`${url}/echo`);
    return data.headers;
  },
  async 'params are joined to a query that is there'() {
    const params = { a: 1, list: ['x', 'y'], deep: { k: 'v w' }, date: new Date(0), none: null, gone: undefined };
    return (await client.get('/echo?first=0#part', { params })).data.path;
  },
  async 'paramsSerializer'() {
    const paramsSerializer = { indexes: null, encode: (text) => encodeURIComponent(text).toLowerCase() };
    return (await client.get('/echo', { params: { list: ['Ä', 'B'] }, paramsSerializer })).data.path;
  },
  async 'URLSearchParams as params'() {
    return (await client.get('/echo', { params: new URLSearchParams('q=ä+b&q=2') })).data.path;
  },
  async 'an object becomes JSON'() {
    return (await client.post('/echo', { name: '订单', list: [1, 2] })).data;
  },
  async 'an array, nothing and null as data; what is no text is refused'() {
    const echoes = [await failing(client.post('/echo', 5)), await failing(client.post('/echo', true))];
    for (const data of [[1, 2], null, undefined]) {
      const { headers, body } = (await client.post('/echo', data)).data;
      echoes.push([headers['content-type'], headers['content-length'], body]);
    }
    return echoes;
  },
  async 'a string is sent as a form unless told otherwise'() {
    const plain = (await client.post('/echo', 'a=1&b=2')).data;
    const json = (await client.post('/echo', 'a "text"', { headers: { 'Content-Type': 'application/json' } })).data;
    return [plain, json];
  },
  async 'URLSearchParams as data'() {
    return (await client.put('/echo', new URLSearchParams({ a: '1', b: 'x y' }))).data;
  },
  async 'an object as a form'() {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    return (await client.post('/echo', { a: 1, list: [1, 2], o: { k: 'v' } }, { headers })).data;
  },
  async 'postForm sends multipart'() {
    return (await client.postForm('/form', { a: 1, list: ['x', 'y'], o: { k: 'v' }, 'json{}': { n: 1 } })).data;
  },
  async 'FormData of the platform'() {
    const form = new FormData();
    form.append('name', 'Müller');
    form.append('file', new Blob(['a,b\n1,2\n'], { type: 'text/csv' }), 'table.csv');
    return (await client.post('/form', form)).data;
  },
  async 'Buffer, typed array and Blob as data'() {
    const echoes = [];
    for (const data of [Buffer.from([0, 255, 128]), new Uint8Array([1, 2, 3]), new Uint8Array([9, 8]).buffer,
      new Blob(['blob'], { type: 'text/x' })]) {
      const { headers, base64 } = (await client.post('/echo', data)).data;
      echoes.push([headers['content-type'], headers['content-length'], base64]);
    }
    return echoes;
  },
  async 'methods'() {
    const echoes = {};
    for (const method of ['get', 'delete', 'options', 'post', 'put', 'patch']) {
      const { data } = await client.request({ method, url: '/echo', data: { x: 1 } });
      echoes[method] = [data.method, data.body, data.headers['content-type']];
    }
    echoes.head = answer(await client.head('/echo'));
    return echoes;
  },
  async 'headers: own, removed, arrays, UTF-8 stripped'() {
    const headers = { 'X-Own': 'yes', 'User-Agent': 'me/1', Accept: undefined, 'X-False': false, 'X-List': ['a', 'b'], 'X-Wide': 'zhōng' };
    return (await client.get('/echo', { headers })).data.headers;
  },
  async 'basic auth'() {
    const own = await client.get('/echo', { auth: { username: 'Aladdin', password: 'open sesame' }, headers: { Authorization: 'x' } });
    const inUrl = await axios.get(`${url.replace('//', '//user:p%40ss@')}/echo`);
    return [own.data.headers.authorization, inUrl.data.headers.authorization];
  },
  async '404 rejects with ERR_BAD_REQUEST'() {
    return failing(client.get('/status/404'));
  },
  async '503 rejects with ERR_BAD_RESPONSE'() {
    return failing(client.get('/status/503'));
  },
  async 'validateStatus'() {
    const wide = await failing(client.get('/status/418', { validateStatus: (status) => status < 500 }));
    const none = await failing(client.get('/status/500', { validateStatus: null }));
    const strict = await failing(client.get('/status/201', { validateStatus: (status) => status === 200 }));
    return [wide, none, strict];
  },
  async '204 and 304 have no data'() {
    return [await failing(client.get('/status/204')), await failing(client.get('/status/304'))];
  },
  async 'error.toJSON'() {
    const error = await client.get('/status/400').catch((reason) => reason);
    const { stack, config, ...rest } = error.toJSON();
    return { ...rest, url: config.url, method: config.method, keys: Object.keys(error.toJSON()).sort() };
  },
  async 'interceptors run in order'() {
    const own = axios.create({ baseURL: url });
    const seen = [];
    own.interceptors.request.use((config) => { seen.push('request 1'); config.headers['X-One'] = '1'; return config; });
    own.interceptors.request.use(async (config) => { seen.push('request 2'); config.headers.set('X-Two', '2'); return config; });
    const ejected = own.interceptors.request.use(() => { throw new Error('ejected'); });
    own.interceptors.request.eject(ejected);
    own.interceptors.response.use((response) => { seen.push('response 1'); return response; });
    own.interceptors.response.use((response) => { seen.push('response 2'); return response.data.headers; });
    const headers = await own.get('/echo');
    return { seen, one: headers['x-one'], two: headers['x-two'] };
  },
  async 'a response interceptor repairs an error'() {
    const own = axios.create({ baseURL: url });
    let tries = 0;
    own.interceptors.response.use(undefined, (error) => {
      if (error.response.status !== 500 || ++tries > 2) throw error;
      return own.request({ ...error.config, url: tries === 2 ? '/echo' : '/status/500' });
    });
    const { data } = await own.get('/status/500');
    return { tries, path: data.path };
  },
  async 'transformRequest and transformResponse'() {
    const transformRequest = [(data, headers) => { headers.set('X-Transformed', 'yes'); return `${JSON.stringify(data)}!`; }];
    const transformResponse = [(data, headers, status) => ({ size: data.length > 0, type: headers.getContentType(), status })];
    const { data } = await client.post('/echo', { a: 1 }, { transformRequest });
    return [data.body, data.headers['x-transformed'], (await client.get('/echo', { transformResponse })).data];
  },
  async 'redirects are followed'() {
    const response = await client.get('/redirect/3?x=1');
    const { path, method, host, protocol, res } = response.request;
    return [response.data.path, { path, method, host, protocol, responseUrl: res.responseUrl }];
  },
  async 'maxRedirects 0 gives the redirect itself'() {
    return failing(client.get('/redirect/1', { maxRedirects: 0 }));
  },
  async 'too many redirects'() {
    return failing(client.get('/redirect/5', { maxRedirects: 2 }));
  },
  async 'post becomes get on 302 and stays on 307'() {
    const kept = {};
    for (const status of [301, 302, 303, 307, 308]) {
      const { data } = await client.post(`/redirect-to?status=${status}&url=/echo`, { a: 1 });
      kept[status] = [data.method, data.body, data.headers['content-type'], data.headers['content-length']];
    }
    return kept;
  },
  async 'credentials are dropped across origins'() {
    const to = (target) => `/redirect-to?url=${encodeURIComponent(target)}`;
    const config = { auth: { username: 'u', password: 'p' }, headers: { Cookie: 'c=1', 'X-Token': 't' } };
    const away = (await client.get(to(`${other}/echo`), config)).data.headers;
    const here = (await client.get(to('/echo'), config)).data.headers;
    return [away, here].map((headers) => [headers.authorization, headers.cookie, headers['x-token']]);
  },
  async 'beforeRedirect sees and stops'() {
    const seen = [];
    const beforeRedirect = (options, { headers, statusCode }) => {
      seen.push([options.path, headers.location, statusCode]);
      if (options.path === '/redirect/0') throw new Error('no further');
    };
    return [await failing(client.get('/redirect/2', { beforeRedirect })), seen];
  },
  async 'responseType json, text and a body that is not JSON'() {
    const text = await client.get('/echo?t', { responseType: 'text', transformResponse: (data) => typeof data });
    const broken = await client.get('/broken-json');
    const strict = await failing(client.get('/broken-json', { responseType: 'json', transitional: { silentJSONParsing: false } }));
    // The engine's words for bad JSON are its own.
    strict.message = strict.message.slice(0, 0);
    if (strict.cause) strict.cause.message = '';
    strict.response.data = typeof strict.response.data;
    return [text.data, broken.data, strict];
  },
  async 'responseType arraybuffer is a Buffer'() {
    const { data } = await client.get('/binary', { responseType: 'arraybuffer' });
    return [Buffer.isBuffer(data), data.length, data.toString('base64')];
  },
  async 'responseType stream'() {
    const { data } = await client.get('/text', { responseType: 'stream' });
    let text = '';
    data.setEncoding('utf8');
    for await (const chunk of data) text += chunk;
    return [typeof data.pipe, text];
  },
  async 'a byte order mark is stripped, other encodings on demand'() {
    return [(await client.get('/bom')).data, (await client.get('/latin1', { responseEncoding: 'latin1' })).data];
  },
  async 'gzip, deflate and br are decoded'() {
    const bodies = {};
    for (const coding of ['gzip', 'deflate', 'raw-deflate', 'br']) {
      const response = await client.get(`/coded/${coding}`);
      bodies[coding] = [response.data, response.headers['content-encoding'] ?? null];
    }
    return bodies;
  },
  async 'decompress: false leaves the bytes'() {
    const { data, headers } = await client.get('/coded/gzip', { decompress: false, responseType: 'arraybuffer' });
    return [data[0], data[1], headers['content-encoding']];
  },
  async 'several cookies'() {
    const { headers } = await client.get('/cookies');
    return [headers['set-cookie'], headers.getSetCookie()];
  },
  async 'AxiosHeaders of a response'() {
    const { headers } = await client.get('/text');
    return [headers.constructor.name, headers.get('CONTENT-TYPE'), headers.has('x-none'), headers.getContentType(/^(\w+)\//)[1]];
  },
  async 'timeout is ECONNABORTED'() {
    return failing(client.get('/slow?ms=5000', { timeout: 50 }));
  },
  async 'timeout with clarifyTimeoutError is ETIMEDOUT'() {
    const transitional = { clarifyTimeoutError: true };
    return failing(client.get('/slow?ms=5000', { timeout: 50, transitional, timeoutErrorMessage: 'too late' }));
  },
  async 'timeout that is no number'() {
    return failing(client.get('/echo', { timeout: 'soon' }));
  },
  async 'timeout without redirects'() {
    return failing(client.get('/slow?ms=5000', { timeout: 50, maxRedirects: 0 }));
  },
  async 'a timeout that is long enough'() {
    return answer(await client.get('/text', { timeout: 60000 }));
  },
  async 'AbortController before and during'() {
    const early = new AbortController();
    early.abort();
    const late = new AbortController();
    setTimeout(() => late.abort(), 20);
    return [await failing(client.get('/echo', { signal: early.signal })), await failing(client.get('/slow?ms=5000', { signal: late.signal }))];
  },
  async 'CancelToken'() {
    const source = axios.CancelToken.source();
    setTimeout(() => source.cancel('not needed'), 20);
    return failing(client.get('/slow?ms=5000', { cancelToken: source.token }));
  },
  async 'nobody listens: ECONNREFUSED'() {
    const error = await axios.get(`${closed}/x`).catch((reason) => reason);
    const { syscall, address, port, errno } = error;
    return { ...failure(error), syscall, address, errno, port: port === Number(new URL(closed).port) };
  },
  async 'the server hangs up: ECONNRESET'() {
    return failing(client.get('/hang-up'));
  },
  async 'a name that does not exist: ENOTFOUND'() {
    const error = await axios.get('http://nothing.invalid/').catch((reason) => reason);
    const { code, syscall, hostname, message, errno } = error;
    return { code, syscall, hostname, message, errno };
  },
  async 'maxContentLength'() {
    return failing(client.get('/big?size=2000', { maxContentLength: 1000 }));
  },
  async 'maxContentLength counts what was decoded'() {
    return failing(client.get('/coded/bomb', { maxContentLength: 1000 }));
  },
  async 'maxBodyLength'() {
    return failing(client.post('/echo', 'x'.repeat(2000), { maxBodyLength: 1000 }));
  },
  async 'bad URLs and protocols'() {
    return [await failing(axios.get('/relative')), await failing(axios.get('ftp://example.com/')), await failing(axios.get('http://'))];
  },
  async 'bad options'() {
    return [
      await failing(client.get('/echo', { adapter: 'none' })),
      await failing(client.get('/echo', { transitional: { silentJSONParsing: 'yes' } })),
      await failing(client.get('/echo', { paramsSerializer: { encode: 'x' } })),
      await failing(client.post('/echo', new Date(0), { transformRequest: [(data) => data] })),
    ];
  },
  async 'data: URLs'() {
    return [(await axios.get('data:text/plain;base64,aGk=')).data.toString(), await failing(axios.post('data:text/plain,x'))];
  },
  async 'progress is reported'() {
    const seen = { up: null, down: null };
    await client.post('/echo', 'x'.repeat(1000), {
      onUploadProgress: ({ loaded, total, progress, upload }) => { seen.up = { loaded, total, progress, upload }; },
      onDownloadProgress: ({ loaded, download }) => { seen.down = { loaded: loaded > 1000, download }; },
    });
    return seen;
  },
  async 'allowAbsoluteUrls and baseURL'() {
    const away = await client.get(`${other}/echo`);
    const kept = await failing(axios.get(`${other}/echo`, { baseURL: url, allowAbsoluteUrls: false }));
    return [away.data.host === new URL(other).host, kept.status];
  },
  async 'defaults of an instance'() {
    const own = axios.create({ baseURL: url, headers: { common: { 'X-All': 'a' }, post: { 'X-Post': 'p' } }, params: { d: 1 } });
    own.defaults.headers.common['X-Later'] = 'l';
    const { headers } = (await own.post('/echo', {})).data;
    return [headers['x-all'], headers['x-post'], headers['x-later'], (await own.get('/echo', { params: { e: 2 } })).data.path];
  },
  async 'the fetch adapter'() {
    const own = axios.create({ baseURL: url, adapter: 'fetch' });
    const posted = (await own.post('/echo', { a: 1 })).data;
    const bytes = (await own.get('/binary', { responseType: 'arraybuffer' })).data;
    const lost = await own.get('/status/404').catch((reason) => reason);
    const refused = await axios.get(`${closed}/x`, { adapter: 'fetch' }).catch((reason) => reason);
    const late = await own.get('/slow?ms=5000', { timeout: 50 }).catch((reason) => reason);
    return [posted.headers, posted.body, bytes.byteLength, lost.code, lost.status, refused.code, refused.message,
      refused.cause?.cause?.code, late.code, late.message];
  },
  async 'axios.all with spread'() {
    return axios.all([client.get('/status/200'), client.get('/status/201')]).then(axios.spread((a, b) => [a.status, b.status]));
  },
};

const results = {};
for (const [name, run] of Object.entries(cases)) {
  results[name] = await run().catch((error) => ({ threw: `${error.name}: ${error.message}` }));
}
return results;
