// The http adapter: what fails before a connection
const axios = require('axios');
const attempt = async (run) => { try { return await run(); } catch (e) { return [e.name, e.message, e.code ?? null]; } };

return [await attempt(() => axios.get('ftp://a/')), await attempt(() => axios.get('file:///etc/passwd')), await attempt(() => axios.get('nope')), await attempt(() => axios.get('http://a', { httpVersion: 3 })), await attempt(() => axios.post('http://a', 'x'.repeat(20), { maxBodyLength: 10 })), await attempt(() => axios.post('http://a', { a: 1 }, { transformRequest: [(d) => d] })), await attempt(() => axios.get('http://a', { signal: AbortSignal.abort() })), (await axios.get('data:text/plain,hi')).data.toString(), await attempt(() => axios.get('data:nope'))];
