// What becomes of response data by responseType and transitional
const axios = require('axios');
const attempt = async (run) => { try { return await run(); } catch (e) { return [e.name, e.message, e.code ?? null]; } };

const get = (data, config) => attempt(async () => (await axios.get('http://a', { adapter: async (c) => ({ data, status: 200, statusText: 'OK', headers: {}, config: c, request: {} }), ...config })).data);
const bad = await get('{bad', { responseType: 'json', transitional: { silentJSONParsing: false } });
return [await get('{"a":1}'), await get('[1]', { responseType: 'json' }), await get('{bad'), [bad[0], bad[2]], await get('{"a":1}', { responseType: 'text' }), await get('"s"'), await get(''), await get(null), await get('{"a":1}', { transitional: { forcedJSONParsing: false } })];
