// every setter, what it takes and what it ignores
const log = [];
const run = (href, sets) => { const u = new URL(href); for (const [k, v] of sets) { u[k] = v; log.push([k, v, u.href]); } };
run('https://u:p@h:1/p?q#f', [['protocol', 'http'], ['protocol', 'foo'], ['protocol', 'wss:x'], ['protocol', '1x'], ['username', 'é@:'], ['password', ''], ['username', ''], ['host', 'x:2'], ['host', 'y'], ['host', ''], ['host', 'a/b'], ['host', 'b d'], ['hostname', 'z:9'], ['hostname', ''], ['hostname', '例.com'], ['hostname', '0x7f.1'],
  ['port', '8x'], ['port', ''], ['port', '443'], ['port', '65536'], ['port', 'x'], ['port', 12], ['port', ' 1'], ['pathname', 'a b'], ['pathname', ''], ['pathname', '../x/./y/..'], ['pathname', '?#'], ['search', 'é'], ['search', '?a=b c'], ['search', '?'], ['search', ''], ['hash', 'é'], ['hash', '#'], ['hash', ''], ['href', 'http://new']]);
run('mailto:x', [['host', 'h'], ['pathname', 'y'], ['port', '1'], ['username', 'u'], ['search', 'q'], ['hash', 'h'], ['protocol', 'foo'], ['protocol', 'http']]);
run('file:///a', [['host', 'h:1'], ['host', 'h'], ['port', '1'], ['username', 'u'], ['protocol', 'http'], ['hostname', 'localhost'], ['pathname', 'C|/x']]);
run('foo://h/p', [['protocol', 'http'], ['protocol', 'bar'], ['host', ''], ['hostname', 'é'], ['port', '1'], ['pathname', '//x'], ['host', 'a b']]);
return log;
