// IPv4, IPv6 and names that are not quite names
const attempt = (f) => { try { return f(); } catch (e) { return [e.name, e.code ?? null, e.code ? e.message : null]; } };
return Object.fromEntries([
  'http://0x7f.1/', 'http://127.1', 'http://2130706433', 'http://0300.0250.1', 'http://256.1.1.1', 'http://1.2.3.4.5', 'http://1.2.3.', 'http://1e2', 'http://0x', 'http://09',
  'http://[::1]:3000/', 'http://[1:2:3:4:5:6:7:8]', 'http://[::ffff:1.2.3.4]', 'http://[1::2::3]', 'http://[::1', 'http://[fe80::1%25eth0]', 'http://[0:0:1::]', 'http://[1:0:0:2:0:0:0:3]',
  'http://a..b', 'http://-a-.com', 'http://a_b.c', 'http://a%00b', 'http://ex%41mple.com', 'http://a<b', 'http://a|b', 'http://a^b', 'http://a%5eb', 'http://a.com.',
].map((text) => [text, attempt(() => new URL(text).host)]));
