// generated URLs, each also with a space before it, which sends it another way through the parser
let seed = 20261130;
const random = (n) => { seed = (Math.imul(seed, 1103515245) + 12345) >>> 0; return (seed >>> 8) % n; };
const pick = (list) => list[random(list.length)];
const some = (make, most) => Array.from({ length: random(most + 1) }, make).join('');
const character = () => pick([..."abcxyzABZ019-._~!$&'()*+,;=:@%/?#", '%2e', '%2E', '%20', '..', '.', '//', '|', '^', '`', '{', '[', '\\', '"', '<', ' ', '\t', 'é', '中', '😀']);
const plain = () => pick([...'abcxyz0189-._~', 'item', 'list', '=', '&']);
const label = () => pick(['www', 'example', 'a', '1', '0x7f', 'xn--fiqs8s', 'a--b', '-a', 'a-', 'a_b', 'EXAMPLE', 'é', '127', '', 'x'.repeat(64)]);
const host = () => pick(['www.example.com', 'localhost', 'a.b-c.d1', '127.0.0.1', '0x7f.1', '256.1.1.1', '[::1]', 'a.1', 'a.0x', '1.a', Array.from({ length: 1 + random(3) }, label).join('.')]);
const port = () => pick(['', '', '', ':80', ':443', ':8080', ':0', ':00080', ':65535', ':65536', ':99999', ':123456', ':', ':8a']);
const scheme = () => pick(['https://', 'https://', 'http://', 'http:/', 'HTTPS://', 'ftp://', 'ws://', 'file://', 'mailto:', 'a:', '//', '']);
const user = () => pick(['', '', '', '', '', 'u@', 'u:p@']);
const path = (unit) => pick(['', '/', `/${some(unit, 12)}`, `/${some(unit, 4)}/${some(unit, 4)}`, '/./a', '/a/../b', '/..', '/a/.', '/.well-known/x', '/a..b/c.', '/%2e/x', '/a%2E%2e/x']);
const query = (unit) => pick(['', '', '?', `?${some(unit, 10)}`]);
const fragment = (unit) => pick(['', '', '#', `#${some(unit, 8)}`]);
const absolute = () => { const unit = pick([plain, plain, character]); return scheme() + user() + host() + port() + path(unit) + query(unit) + fragment(unit); };
const relative = () => { const unit = pick([plain, character]); return pick([path(unit), path(unit).slice(1), '']) + query(unit) + fragment(unit); };
const NAMES = ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'];
const read = (...given) => {
  try {
    const url = new URL(...given);
    const first = NAMES.map((name) => url[name]).join(' ');
    url.pathname += '/more';
    url.searchParams.append('a', 'b c');
    url.port = '81';
    return `${first} ${[...url.searchParams]} ${url}`;
  } catch (error) { return error.code; }
};
const different = [];
let good = 0;
const check = (text, base) => {
  const given = base === undefined ? [text] : [text, base];
  const common = read(...given);
  const any = base === undefined ? read(` ${text}`) : read(` ${text}`, ` ${base}`);
  if (common !== any && different.length < 5) different.push([text, base, common, any]);
  if (URL.canParse(...given) !== (common !== 'ERR_INVALID_URL')) different.push([text, base, 'canParse']);
  if (common !== 'ERR_INVALID_URL') good++;
};
for (let i = 0; i < 2500; i++) {
  check(absolute());
  if (i % 3 === 0) check(pick([relative, absolute])(), absolute());
  if (i % 3 === 1) check(relative(), 'https://www.example.com:8443/a/b?c#d');
}
return { different, good: good > 2000 };
