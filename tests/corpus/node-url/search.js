// url.URL and URLSearchParams from the module
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const { URL: U, URLSearchParams: P } = require('url');
t('url', () => { const u = new U('../x?y=1#z', 'http://a.b/c/d/e'); return [u.href, u.pathname, u.search, u.hash, u.origin]; });
t('params', () => [`${new P({ a: '1', b: 'c d' })}`, [...new P('a=1&a=2').getAll('a')], new P('x=y').has('x')]);
t('bad', () => { try { new U('nope'); } catch (e) { return [e.name, e.code]; } });
t('legacy', () => require('url').format({ protocol: 'https', hostname: 'a', pathname: '/b', query: { c: 1 } }));
t('canParse', () => [U.canParse('http://a'), U.canParse('x')]);
return out;
