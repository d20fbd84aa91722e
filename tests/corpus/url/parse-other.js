// file:, opaque and other schemes
const attempt = (f) => { try { return f(); } catch (e) { return [e.name, e.code ?? null, e.code ? e.message : null]; } };
const parts = (u) => [u.href, u.origin, u.protocol, u.username, u.password, u.host, u.hostname, u.port, u.pathname, u.search, u.hash];
return Object.fromEntries([
  'file:///C:/x/../y', 'file:///c|/a', 'file:c:\\foo\\bar', 'file://host/a', 'file://localhost/a', 'file:/a', 'file:a', 'file://C:/x', 'mailto:a@b.c', 'data:text/plain,hi there', 'data:,a#b c',
  'javascript:alert(1)', 'foo://bar/baz?x', 'foo:\t//x\n', 'non-special://é/é?é#é', 'non-special://[::1]:5/x', 'foo:/..//x', 'foo:/.//p', 'blob:https://a.com/x', 'blob:foo', 'about:blank', 'urn:isbn:1', 'tel:+1 2',
  '//x', '', 'x', ':', '1a:', 'a+b-c.d:x', 'a_b:x', 'sc://a b/', 'sc://@/', 'sc://ñ', 'view-source+http://x/y',
].map((text) => [text, attempt(() => parts(new URL(text)))]));
