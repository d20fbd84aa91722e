// patterns that blocks use: e-mail, ISO date, semver, URL parts, log line, CSV cell, slug, camel case
const log = '127.0.0.1 - - [10/Oct/2000:13:55:36 -0700] "GET /a?b=1 HTTP/1.0" 200 2326';
return {
  mail: ['a@b.co', 'a.b+c@d-e.org', 'no@dot', '@x.y'].map((s) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(s)), semver: /^v?(\d+)\.(\d+)\.(\d+)(?:-([\w.-]+))?(?:\+([\w.-]+))?$/.exec('v1.20.3-rc.1+build.5').slice(1),
  url: /^(?:(\w+):)?\/\/([^/?#:]+)(?::(\d+))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/.exec('https://shop.example.com:8443/a/b?x=1&y=2#top').slice(1), log: /^(\S+) \S+ \S+ \[([^\]]+)\] "(\w+) (\S+) [^"]*" (\d{3}) (\d+|-)$/.exec(log).slice(1),
  csv: [...'a,"b ""q"" c",,d'.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((m) => m[1]?.replaceAll('""', '"') ?? m[2]), slug: 'Crème Brûlée & Co. — 2nd!'.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, ''),
  camel: ['user_first_name', 'kebab-case-x'].map((s) => s.replace(/[-_](\w)/g, (_, c) => c.toUpperCase())), snake: 'userFirstNameID'.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase(), mask: '4111111111111111'.replace(/\d(?=\d{4})/g, '*'),
  template: 'Hi {{ name }}, {{count}} new'.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, k) => ({ name: 'Ada', count: 3 })[k]), phone: '+49 (0)30 123-456'.replace(/\(0\)|\D/g, (m) => (m === '(0)' ? '' : '')), html: '<p>a <b>b</b></p>'.replace(/<[^>]+>/g, ''), dup: 'the the cat sat sat'.match(/\b(\w+) \1\b/g), id: /^[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])\d{2}\d{3}[\dX]$/.test('11010519491231002X'),
};
