// AxiosError: fields, toJSON and from
const axios = require('axios');

const e = new axios.AxiosError('msg', 'CODE', { url: '/u', headers: {} }, { r: 1 }, { status: 418, data: 1 });
const from = axios.AxiosError.from(new TypeError('inner'), 'X', { url: '/v' });
const j = e.toJSON(); delete j.stack;
return [e.name, e.message, e.code, e.status, e.isAxiosError, Object.keys(e), j, e instanceof Error, String(e), Object.prototype.toString.call(e), from.message, from.code, from.name, from.cause.name, axios.isAxiosError(from), axios.isAxiosError(new Error('x')), axios.isAxiosError(null), Object.keys(axios.AxiosError).filter((k) => k.startsWith('E')).sort()];
