// getUri: base URL, params and serializers
const axios = require('axios');

return [axios.getUri({ url: '/a', params: { b: 1, c: [1, 2], d: { e: 'f' }, n: null, u: undefined, t: new Date(0), s: 'a b&c', z: 'ä:$,[]' } }), axios.getUri({ baseURL: 'http://h/v1/', url: '/a?x=1#frag', params: { y: 2 } }),
  axios.getUri({ url: 'http://abs/a', baseURL: 'http://h', params: new URLSearchParams('q=1 2') }), axios.getUri({ url: '/a', params: { l: [1, { k: 2 }] }, paramsSerializer: { indexes: true } }), axios.getUri({ url: '/a', params: { l: [1, 2] }, paramsSerializer: { indexes: null } }),
  axios.getUri({ url: '/a', params: { l: 1 }, paramsSerializer: { serialize: (p) => JSON.stringify(p) } }), axios.getUri({}), axios.getUri({ url: '/a', params: {} })];
