// Every method and its arguments
const axios = require('axios');

const adapter = async (c) => ({ data: [c.method, c.url, c.data ?? null, c.params ?? null], status: 200, statusText: '', headers: {}, config: c, request: {}, });
const c = axios.create({ adapter, transformResponse: [] }); const out = [];
for (const m of ['get', 'delete', 'head', 'options']) out.push((await c[m]('/u', { params: { a: 1 } })).data);
for (const m of ['post', 'put', 'patch']) out.push((await c[m]('/u', 'body', { params: { a: 1 } })).data);
out.push((await c('/u')).data, (await c('/u', { method: 'PUT' })).data, (await c({ url: '/o', method: 'Post', data: 'd' })).data, (await c.request({ url: '/r' })).data);
return [out, typeof c.query, typeof c.postForm, typeof c.putForm, typeof c.patchForm];
