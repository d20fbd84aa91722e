// where a cancelled request ends: before, in an interceptor, in the adapter, after
const axios = require('axios');
const adapter = (config) => new Promise((resolve, reject) => {
  const timer = setTimeout(() => resolve({ status: 200, statusText: '', headers: {}, data: 'late', config }), 5);
  const stop = () => { clearTimeout(timer); reject(new axios.CanceledError(null, config)); };
  config.signal?.addEventListener('abort', stop, { once: true }); config.cancelToken?.promise.then((reason) => { clearTimeout(timer); reject(reason); });
});
const client = axios.create({ adapter });
const show = (p) => p.then((r) => r.data, (e) => [e.name, e.code, e.message, axios.isCancel(e), e.__CANCEL__ === true]);
const before = new AbortController(); before.abort();
const during = new AbortController(); const after = new AbortController();
const source = axios.CancelToken.source(); let cancel; const token = new axios.CancelToken((c) => { cancel = c; });
const running = [show(client.get('/', { signal: before.signal })), show(client.get('/', { signal: during.signal })), show(client.get('/', { cancelToken: source.token })), show(client.get('/', { cancelToken: token })), show(client.get('/', { signal: after.signal }))];
during.abort(new Error('reason')); source.cancel('by source'); cancel();
const ended = await Promise.all(running); after.abort();
return { ended, later: await show(client.get('/', { cancelToken: source.token })), is: [null, {}, new Error('x'), { __CANCEL__: true }, new axios.Cancel('c')].map((x) => axios.isCancel(x)), thrown: (() => { try { source.token.throwIfRequested(); } catch (e) { return e.message; } })() };
