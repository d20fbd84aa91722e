// AxiosHeaders: from text, and what is refused
const axios = require('axios');
const attempt = async (run) => { try { return await run(); } catch (e) { return [e.name, e.message, e.code ?? null]; } };

const { AxiosHeaders } = axios;
return [AxiosHeaders.from('Content-Type: a/b\nSet-Cookie: x=1\nset-cookie: y=2\nX: 1\nX: 2').toJSON(), AxiosHeaders.from([['a', '1'], ['b', '2']]).toJSON(), AxiosHeaders.from(new Map([['m', '1']])).toJSON(), AxiosHeaders.from(new Headers({ h: '1' })).toJSON(), await attempt(() => new AxiosHeaders({ 'bad\nname': 'x' }).toJSON()), await attempt(() => new AxiosHeaders().set('a', 'x\r\ny').toJSON()), await attempt(() => new AxiosHeaders().set('', 'x').toJSON()), new AxiosHeaders().clear(), new AxiosHeaders({ a: 1, b: 2 }).clear('A')];
