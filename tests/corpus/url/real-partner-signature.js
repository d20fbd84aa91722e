// a flow: canonical query string for a signed partner request
const request = { method: 'GET', base: 'https://api.partner.example/v2/orders/', path: '../orders/查询', query: { from: '2024-01-01T00:00:00+08:00', to: null, tags: ['a b', 'c&d'], 名称: '张三', empty: '' } };
const url = new URL(request.path, request.base);
for (const [key, value] of Object.entries(request.query)) {
  if (value === null) continue;
  for (const item of [value].flat()) url.searchParams.append(key, item);
}
url.searchParams.sort();
const canonical = [request.method, url.host, url.pathname, url.searchParams.toString()].join('\n');
url.searchParams.set('sign', require('crypto-js').SHA256(canonical).toString());
url.hash = '';
return { canonical, href: url.href, back: Object.fromEntries(new URL(url.href).searchParams), origin: url.origin };
