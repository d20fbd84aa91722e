// AxiosHeaders: set, get, has, delete, normalize
const axios = require('axios');

const { AxiosHeaders } = axios;
const h = new AxiosHeaders({ 'content-type': 'text/html; charset=utf-8', 'X-Num': 5, 'x-list': ['a', 'b'], 'X-Null': null, 'X-False': false });
h.set('X-New', 'n').set('x-num', 6, false).set({ y: 1, z: 2 }); h.set('Raw', 'v', true);
return [h.toJSON(), h.get('CONTENT-TYPE'), h.get('Content-Type', true), h.get('content-type', /charset=(\S+)/)[1], h.has('x-list'), h.has('X-List', (v) => v === 'c'), h.delete('Y'), h.has('y'), String(h), h.getContentType(), h.hasContentType(), new AxiosHeaders(h).normalize().toJSON(), new AxiosHeaders(h).normalize(true).toJSON(), [...h].length, AxiosHeaders.concat({ a: 1 }, { b: 2 }, null).toJSON(), h[Symbol.toStringTag]];
