// URLs of special schemes, in all their parts
const attempt = (f) => { try { return f(); } catch (e) { return [e.name, e.code ?? null, e.code ? e.message : null]; } };
const parts = (u) => [u.href, u.origin, u.protocol, u.username, u.password, u.host, u.hostname, u.port, u.pathname, u.search, u.hash];
return Object.fromEntries([
  'http://a', 'HTTP://EXAMPLE.com:80/../x/./y?q#f', 'https://user:pa%20ss@h:8443/p', 'ws://h:80', 'wss://h:443/a', 'ftp://x:21/',
  'http:\\\\a\\b', 'http://a:99999', 'http://a:', 'http://a:0', 'http://user@:80', 'http://@/x', 'http:///x', 'http:x', 'http://a b', 'http://a?b?c#d#e',
  ' http://sp ', '\thttp://ta\nb/', 'https://a@b@c/', 'https://a:b:c@d/', 'http://h/%2e%2E/x', 'http://h/a/%2e/b', 'http://h//a//b',
].map((text) => [text, attempt(() => parts(new URL(text)))]));
