// internationalised host names
const attempt = (f) => { try { return f(); } catch (e) { return [e.name, e.code ?? null, e.code ? e.message : null]; } };
return Object.fromEntries([
  'http://例子.测试/', 'http://中文.com', 'http://ＧＯ.com', 'http://faß.de', 'http://xn--fa-hia.de/', 'http://☃.net', 'http://Bücher.example', 'http://\u00ad', 'http://a\u00adb.com',
  'http://xn--a', 'http://xn--zca.de', 'http://。com', 'http://a。b．c', 'http://日本語。ＪＰ', 'http://K.com', 'http://\u212a.com', 'http://ß', 'http://ς.gr',
  'http://\u200d.com', 'http://a\u200db.com', 'http://xn--', 'http://xn--ls8h.la', 'http://💩.la', 'http://𝒳.com', 'http://％４１.com',
].map((text) => [text, attempt(() => new URL(text).hostname)]));
