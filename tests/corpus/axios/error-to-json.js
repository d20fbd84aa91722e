// AxiosError as JSON and as text, with causes and custom properties
const { AxiosError, AxiosHeaders } = require('axios');
const config = { url: '/x', method: 'get', headers: new AxiosHeaders({ Accept: 'a/b', Authorization: 'secret' }), data: { big: 1 }, transformRequest: [() => 1] };
const made = new AxiosError('broke', 'E_OWN', config, { request: true }, { status: 418, statusText: 'teapot', data: 'x', headers: {}, config });
const from = AxiosError.from(Object.assign(new TypeError('inner'), { extra: 1 }), 'E_FROM', config, null, null, { more: 2 });
const plain = (e) => { const j = e.toJSON(); delete j.stack; return j; };
return { made: plain(made), from: plain(from), cause: [from.cause?.name, from.cause?.message, from.name, from.message, from.code, from.more], kinds: [made instanceof Error, made instanceof AxiosError, Object.prototype.toString.call(made)], text: String(made), keys: Object.keys(made), codes: Object.keys(AxiosError).filter((k) => /^ERR|^E[A-Z]+/.test(k)).sort() };
