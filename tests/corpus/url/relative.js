// references against a base
const attempt = (f) => { try { return f(); } catch (e) { return [e.name, e.code ?? null, e.code ? e.message : null]; } };
return [
  ['../x?y', 'http://a/b/c/d'], ['//h/p', 'https://q'], ['#f', 'mailto:x'], ['x', 'mailto:x'], ['?q', 'file:///a/b'], ['x', 'nope'], ['', 'http://a/?x#y'], ['#', 'http://a/?x#y'], ['?', 'http://a/?x#y'],
  ['/C:/x', 'file:///D:/y'], ['C|/x', 'file:///D:/y'], ['../..', 'file:///C:/a'], ['http:x', 'http://a/b/c'], ['https:x', 'http://a/b/c'], ['a:b', 'http://z/'], ['.', 'http://a/b/c/'], ['..', 'http://a/b/c/'], ['./..', 'http://a/'],
  ['\\x', 'http://a/b'], ['//', 'http://a'], ['///x', 'http://a'], ['x:/y', 'x://z'], ['y', 'x:/a/b'], [' y ', 'http://a/b'], ['%2e%2e/x', 'http://a/b/c/d'], ['?a', 'about:blank'], ['#a', 'about:blank'], ['//y', 'x:/a'],
].map(([input, base]) => attempt(() => new URL(input, base).href));
