// Cancelling: tokens, sources and signals
const axios = require('axios');
const attempt = async (run) => { try { return await run(); } catch (e) { return [e.name, e.message, e.code ?? null]; } };

const source = axios.CancelToken.source(); source.cancel('first'); source.cancel('second');
const controller = new AbortController(); controller.abort();
const adapter = async (c) => ({ data: 1, status: 200, statusText: '', headers: {}, config: c, request: {} });
const seen = await axios.get('http://a', { cancelToken: source.token, adapter }).catch((e) => [e.name, e.message, e.code, axios.isCancel(e), axios.isAxiosError(e), e instanceof axios.Cancel, e instanceof axios.CanceledError]);
return [source.token.reason.message, seen, await attempt(() => axios.get('http://a', { signal: controller.signal, adapter })), await attempt(() => new axios.CancelToken()), await attempt(() => source.token.throwIfRequested()), axios.isCancel(new Error('x')), axios.isCancel({ __CANCEL__: true })];
