// responses parsed or not: by responseType, transitional flags and own transforms
const axios = require('axios');
const get = (data, options) => axios.get('http://x/', { ...options, adapter: async (config) => ({ status: 200, statusText: '', headers: { 'content-type': 'application/json' }, data, config }) }).then((r) => r.data, (e) => [e.name, e.code]);
const strict = { silentJSONParsing: false, forcedJSONParsing: true };
return {
  bodies: await Promise.all(['{"a":1}', '[1', 'null', '5', '"x"', '', ' {"a":1} ', 'text'].map((d) => get(d))),
  json: await Promise.all(['{"a":1}', '[1', '', 'text'].map((d) => get(d, { responseType: 'json' }))),
  strict: await Promise.all(['{"a":1}', '[1', '', 'text'].map((d) => get(d, { responseType: 'json', transitional: strict }))),
  text: await get('{"a":1}', { responseType: 'text' }), unforced: await get('{"a":1}', { transitional: { forcedJSONParsing: false } }),
  own: await get('{"a":1}', { transformResponse: [(d) => d.length, (n, headers, status) => [n, headers.get('content-type'), status]] }), none: await get('{"a":1}', { transformResponse: [] }), reviver: await get('{"a":1}', { parseReviver: (k, v) => (typeof v === 'number' ? v + 1 : v) }),
};
