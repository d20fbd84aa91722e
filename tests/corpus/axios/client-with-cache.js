// a client whose adapter is wrapped by a cache with ETags and shared flights
const axios = require('axios');
let calls = 0; const version = { '/a': 1, '/b': 7 };
const origin = async (config) => { calls++; await new Promise((r) => setTimeout(r, 1)); const etag = `"${version[config.url]}"`; const same = config.headers.get('If-None-Match') === etag; return { status: same ? 304 : 200, statusText: '', headers: { etag }, data: same ? '' : JSON.stringify({ url: config.url, v: version[config.url] }), config }; };
function cached(next) { const store = new Map(); const flights = new Map(); return async (config) => {
  if (config.method !== 'get') return next(config);
  const key = axios.getUri(config); if (flights.has(key)) return { ...(await flights.get(key)), config };
  const known = store.get(key); if (known) config.headers.set('If-None-Match', known.headers.etag);
  const flight = next(config).then((r) => { if (r.status === 304) return { ...known, cached: true }; store.set(key, r); return r; }).finally(() => flights.delete(key));
  flights.set(key, flight); return { ...(await flight), config };
}; }
const client = axios.create({ adapter: cached(origin) });
const get = async (u) => { const r = await client.get(u); return [r.status, r.data, r.cached === true]; };
const first = await Promise.all([get('/a'), get('/a'), get('/b')]); const second = await get('/a'); version['/a'] = 2; const third = await get('/a');
return { first, second, third, calls };
