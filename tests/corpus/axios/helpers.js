// all, spread, mergeConfig and isCancel
const axios = require('axios');

const merged = axios.mergeConfig({ a: 1, headers: { x: 1 }, timeout: 1, data: 'no', params: { p: 1 } }, { b: 2, headers: { y: 2 }, timeout: undefined, params: { q: 2 }, validateStatus: null });
return [merged, axios.spread((a, b) => a + b)([1, 2]), await axios.all([1, Promise.resolve(2)]), axios.isAxiosError({ isAxiosError: true })];
