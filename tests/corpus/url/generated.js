// 600 URLs put together from pieces that parsers disagree on, with and without a base
let state = 12345;
const random = (n) => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return Math.floor(state / 4294967296 * n); };
const pick = (list) => list[random(list.length)];
const schemes = ['http:', 'https:', 'HTTP:', 'ws:', 'ftp:', 'file:', 'foo:', 'mailto:', 'data:', 'javascript:', 'blob:', '', '', 'a+b.c-1:', ':', '1:'];
const slashes = ['//', '/', '', '///', '\\\\', '/\\', '\\', '////'];
const users = ['', '', '', 'u@', 'u:p@', ':p@', '@', 'é@', 'a@b@', 'u%40:p%3a@', ':@', 'u;x=1@'];
const hosts = ['example.com', 'EXAMPLE.com', '例え.jp', 'a..b', '127.1', '0x7F.0.0.1', '256.256.256.256', '[::1]', '[1:2::3]', '[::ffff:1.2.3.4]', '[1::2::3]', 'a b', 'a%20b', '%65x.com', 'xn--fa-hia.de', 'faß.de', '', 'localhost', 'C:', 'c|', 'a_b', 'ﬀ.com', 'a\u00adb', '1.2.3', '1.2.3.4.', '0', '..', 'h^', 'h<', '%', 'ＡＢ.com', '☃.net'];
const ports = ['', '', '', ':80', ':443', ':', ':0', ':65535', ':65536', ':8a', ':080', ': 80'];
const paths = ['', '/', '/a/b', '/a/../b', '/./x/.', '/%2e%2e/y', '/a b', '/é', '/%zz', '//x', '/C|/y', '/C:/../z', '\\p\\q', '/a;b=c', "/'\"<>`{}|^", 'rel', '../up', './', '..', '/\t\n/x', '/%41%e4', '/a?b', '/.//p'];
const queries = ['', '', '?', '?a=1', '?é', "?'\"<>`{}|^", '?%zz', '?a b', '?#', '?a=b&c', '?\u0000', '?\ud800'];
const hashes = ['', '', '#', '#f', '#é', '#a b"<>`{}', '#%zz', '#\u007f', '##'];
const bases = [undefined, undefined, 'http://base/p/q?x#y', 'https://u:p@b:8/x/', 'file:///C:/d/e', 'foo://bar/baz', 'foo:/a/b', 'nope'];
const out = [];
for (let i = 0; i < 600; i++) {
  const text = pick(['', '', '', ' ', '\t']) + pick(schemes) + pick(slashes) + pick(users) + pick(hosts) + pick(ports) + pick(paths) + pick(queries) + pick(hashes) + pick(['', '', '', ' ', '\n']);
  const base = pick(bases);
  try {
    const url = new URL(text, base);
    out.push([text, base ?? '', url.href, url.host, url.pathname, url.origin, new URL(url.href).href === url.href]);
  } catch (error) {
    out.push([text, base ?? '', error.code]);
  }
}
return out;
