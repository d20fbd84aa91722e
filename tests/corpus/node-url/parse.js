// url.parse of many shapes
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const url = require('url');
const urls = ['http://user:pa%20ss@Example.COM:8080/p/a/t/h?query=string&a=1#hash', 'https://example.com', '//host/path', '/path?x=1#y', 'mailto:a@b.c', 'javascript:alert(1)', 'http://a.com?q', 'http://a.com#h', 'http://[::1]:80/x', 'x', '', '?a=1', '#h', 'file:///etc/x', 'http://ex ample.com/a b', 'http://example.com/<>"`{}|\\^', 'HTTP://FOO/BAR', 'http://a.b/c\\d', ' http://trim.me ', 'http://user@host', 'http:///x', 'http://x:y@z:1', 'ftp://h/;type=a', 'http://ünï.de/ü?ü', 'http://a.com/;;?;;', "http://a/'b", 'data:text/plain,hi', 'http:relative', 'git+ssh://x/y'];
for (const u of urls) t(u, () => ({ ...url.parse(u) }));
t('query', () => ({ ...url.parse('http://a/?x=1&x=2&y', true).query }));
t('noQuery', () => url.parse('http://a/', true).query);
t('slashes', () => [url.parse('//h/p', false, true).host, url.parse('//h/p').host]);
for (const v of [undefined, null, 5, {}, ['x']]) t(String(v), () => url.parse(v));
t('port', () => url.parse('http://a:99999999/'));
t('bad host', () => url.parse('http://a b:c/'));
return out;
