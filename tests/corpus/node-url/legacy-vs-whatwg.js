// url.parse against URL over addresses where they disagree
const url = require('url');
const t = (f) => { try { return f(); } catch (e) { return e.code ?? e.name; } };
return ['http://user:p%40ss@HOST.example:80/a/../b?x=1#h', 'HTTP://ex.com', '//host/path', '/only/path?q', 'mailto:a@b.c', 'http://a b/', 'http://[::1]:3000/', 'http://exa mple.com/x y', 'http://ünï.com/ü?ü#ü', 'javascript:alert(1)', 'file:///C:/x', 'http://a.com:99999/', 'http://a.com\\b', 'http://a.com/%7Efoo'].map((text) => [text, t(() => { const u = url.parse(text); return [u.protocol, u.auth, u.host, u.pathname, u.search, u.hash]; }), t(() => { const u = new URL(text); return [u.protocol, u.username, u.host, u.pathname, u.search, u.hash, url.format(u, { auth: false, fragment: false, unicode: true })]; })]);
