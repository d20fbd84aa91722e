// 400 changes by setters on the way through a few URLs
let state = 999;
const random = (n) => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return Math.floor(state / 4294967296 * n); };
const pick = (list) => list[random(list.length)];
const values = {
  protocol: ['http', 'https:', 'ftp:', 'file', 'foo', 'ws:x', '', '1'], username: ['', 'u', 'é:@/'], password: ['', 'p', '中 "'], host: ['h', 'x:1', 'y:80', '', 'a b', '[::1]:9', '例.com', 'q/r', '1.2', 'h?x', 'h\\y'],
  hostname: ['n', 'm:5', '', '0x1', 'ß.de', '[::2]', 'a#b', '%41'], port: ['', '1', '80', '443', '65536', '5x', 'x', '-1', '09'], pathname: ['', '/', 'a/b', '../x', '/a b?c#d', '\\w', '//z', '/%zz', 'C|/p'], search: ['', '?', 'a=1', '?é#', "'", '?a b'], hash: ['', '#', 'é', '#a b`'],
};
const keys = Object.keys(values);
const starts = ['http://a/', 'https://u:p@h:8/p?q#f', 'file:///x/y', 'foo://bar/baz?q', 'mailto:me', 'ftp://f:21/g', 'data:text,x y #z'];
const out = [];
for (let i = 0; i < 50; i++) {
  const url = new URL(pick(starts));
  for (let j = 0; j < 8; j++) {
    const key = pick(keys);
    const value = pick(values[key]);
    url[key] = value;
    out.push([key, value, url.href, url.searchParams.toString()]);
  }
}
return out;
