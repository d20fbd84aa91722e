// pagination by Link headers through an axios adapter: all pages, a limit of items, a loop found
const axios = require('axios');
const items = Array.from({ length: 11 }, (_, i) => `item-${i}`);
const adapter = async (config) => {
  const url = new URL(axios.getUri(config)); const page = Number(url.searchParams.get('page') ?? 1); const size = Number(url.searchParams.get('per_page') ?? 4);
  const link = []; const to = (p, rel) => { const u = new URL(url); u.searchParams.set('page', p); link.push(`<${u}>; rel="${rel}"`); };
  if (page * size < items.length) to(page + 1, 'next'); if (page > 1) to(page - 1, 'prev'); to(Math.ceil(items.length / size), 'last');
  if (url.pathname === '/loop') { link.length = 0; to(1, 'next'); }
  return { status: 200, statusText: 'OK', headers: new axios.AxiosHeaders({ link: link.join(', ') }), data: JSON.stringify(items.slice((page - 1) * size, page * size)), config };
};
const client = axios.create({ baseURL: 'https://api.example', adapter });
const links = (header) => Object.fromEntries([...header.matchAll(/<([^>]+)>;\s*rel="(\w+)"/g)].map(([, url, rel]) => [rel, url]));
async function* all(url, params) {
  const seen = new Set();
  for (let next = axios.getUri({ url, params, baseURL: client.defaults.baseURL }); next;) {
    if (seen.has(next)) throw new RangeError(`again: ${next}`);
    seen.add(next);
    const response = await client.get(next); yield* response.data; next = links(response.headers.get('link')).next;
  }
}
const collect = async (iterator, most = Infinity) => { const out = []; for await (const x of iterator) { out.push(x); if (out.length === most) break; } return out; };
return { all: (await collect(all('/list', { per_page: 4 }))).length, some: await collect(all('/list', { per_page: 2 }), 3), links: links((await client.get('/list', { params: { page: 2 } })).headers.get('link')), loop: await collect(all('/loop', { page: 1 })).catch((e) => `${e.name} ${e.message}`) };
