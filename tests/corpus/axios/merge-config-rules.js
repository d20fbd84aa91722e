// mergeConfig: what is merged deeply, what the second replaces, what only it may give
const axios = require('axios');
const a = { url: '/a', method: 'get', data: { a: 1 }, baseURL: 'http://a', timeout: 1, headers: { common: { x: '1' }, Accept: 'a' }, params: { p: 1, deep: { x: 1 } }, proxy: false, own: { k: 1 }, transformRequest: [1] };
const b = { url: '/b', data: { b: 2 }, timeout: 0, headers: { accept: 'b', y: null }, params: { q: 2, deep: { y: 2 } }, own: { l: 2 }, validateStatus: null, transformRequest: undefined, responseType: undefined };
const merged = axios.mergeConfig(a, b);
const onlyFirst = axios.mergeConfig(a, {});
return { merged, onlyFirst, untouched: [a.params, b.headers], copies: [merged.own !== b.own, merged.params.deep !== a.params.deep], nothing: axios.mergeConfig({}, undefined), empty: axios.mergeConfig(undefined, undefined), headers: axios.mergeConfig({ headers: new axios.AxiosHeaders({ A: '1' }) }, { headers: { b: '2' } }).headers, polluted: (() => { axios.mergeConfig({}, JSON.parse('{"__proto__":{"bad":1}}')); return ({}).bad ?? null; })() };
