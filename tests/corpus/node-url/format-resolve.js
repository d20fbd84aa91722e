// url.format and url.resolve
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const url = require('url');
for (const o of [{ protocol: 'http', host: 'a.com', pathname: '/x', search: '?q=1', hash: '#h' }, { protocol: 'http:', hostname: 'a.com', port: 80, pathname: 'x', query: { a: [1, 2], b: 'c d' } }, { auth: 'u:p@ss', hostname: '::1', protocol: 'https' }, { pathname: '/a?b#c' }, { hash: 'h', search: 's' }, { protocol: 'mailto', pathname: 'a@b' }, { slashes: true, host: 'x' }, {}]) t(JSON.stringify(o), () => url.format(o));
t('text', () => url.format('http://a.com/?x=1'));
t('URL', () => [url.format(new URL('http://u:p@ex.com/x?y#z')), url.format(new URL('http://u:p@ex.com/x?y#z'), { fragment: false, auth: false, search: false }), url.format(new URL('http://xn--nf-oka.de/'), { unicode: true })]);
t('bad', () => url.format(5));
t('bad2', () => url.format(new URL('http://a/'), 5));
for (const [a, b] of [['/one/two/three', 'four'], ['http://example.com/', '/one'], ['http://example.com/one', '/two'], ['http://a.com/b/c/d?q', '../x'], ['http://a.com/b', '//c.d/e'], ['http://a.com/b?x', '?y'], ['http://a.com/b', '#z'], ['http://a.com/b', 'https://c/d'], ['a/b', '../../c'], ['http://a/b/c/', './../d'], ['mailto:x@y', 'z@w'], ['http://a', ''], ['', 'x'], ['http://u:p@h/x', '/y'], ['.', '#h']]) t(`${a} + ${b}`, () => url.resolve(a, b));
t('object', () => ({ ...url.resolveObject('http://a/b', 'c') }));
return out;
