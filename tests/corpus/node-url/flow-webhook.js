// a webhook address checked and rebuilt
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const url = require('url');
const { isIP } = (() => { try { return require('net'); } catch { return { isIP: undefined }; } })();
const check = (text) => {
  try {
    const u = new url.URL(text);
    if (u.protocol !== 'https:') return `refused: ${u.protocol}`;
    u.hash = '';
    u.searchParams.sort();
    u.searchParams.set('via', 'flow');
    return { href: url.format(u, { auth: false }), host: url.domainToUnicode(u.hostname), legacy: url.parse(u.href).path };
  } catch (e) {
    return [e.name, e.code];
  }
};
void isIP;
return ['https://u:p@münchen.de/x?b=2&a=1#frag', 'http://a.b', 'nope', 'https://EXAMPLE.com:443/a/../b/./c?x=é', 'https://例子.测试/路径'].map(check);
