// names of encodings
const attempt = (f) => { try { return f(); } catch (e) { return [e.name, e.code ?? null, e.code ? e.message : null]; } };
return ['utf8', 'UTF-8', ' utf-8 ', '\tUtf-8\n', 'unicode-1-1-utf-8', 'utf-16', 'utf-16le', 'UTF-16BE', 'ucs-2', 'latin1', 'ascii', 'us-ascii', 'iso-8859-1', 'ISO_8859-1', 'l1', 'windows-1252', 'cp1252', 'gbk', 'x-gbk', 'gb_2312-80', 'big5', 'csbig5', 'sjis', 'ms932', 'euc-kr', 'koi', 'utf-7', 'utf-32', 'nope', '', 'utf8\u00a0', 'utf-8\0', undefined, null, 5]
  .map((label) => attempt(() => new TextDecoder(label).encoding));
