// file URLs, domains and options for requests
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const url = require('node:url');
for (const u of ['file:///a/b%20c', 'file:///a%2fb', 'file://host/x', 'http://a/', 'file:///', 'nope', 'file:///%E4%B8%AD']) t(u, () => url.fileURLToPath(u));
t('object', () => url.fileURLToPath(new URL('file:///x')));
for (const v of [5, null, {}]) t(`bad ${v}`, () => url.fileURLToPath(v));
t('windows', () => url.fileURLToPath('file:///C:/a/b', { windows: true }));
for (const p of ['/a b', '/a#b?c', '/a%b', '/a\\b', '/中', '/a\nb', '/x/', '/x/../y', '/a[b]^|~']) t(`to ${p}`, () => url.pathToFileURL(p).href);
t('toWindows', () => url.pathToFileURL('C:\\a b\\c', { windows: true }).href);
t('toBad', () => url.pathToFileURL(5));
t('domains', () => [url.domainToASCII('español.com'), url.domainToASCII('中文.com'), url.domainToASCII('xn--iñvalid.com'), url.domainToUnicode('xn--espaol-zwa.com'), url.domainToUnicode('xn--fiq228c.com'), url.domainToASCII('A.com'), url.domainToASCII('a b')]);
t('domainNone', () => url.domainToASCII());
t('options', () => ({ ...url.urlToHttpOptions(new URL('https://a:b%20c@xn--g6w251d/?abc#foo')) }));
t('options2', () => ({ ...url.urlToHttpOptions(new URL('http://[::1]:8080/x')) }));
t('keys', () => Object.keys(url).sort());
t('same', () => [url.URL === URL, url.URLSearchParams === URLSearchParams]);
return out;
