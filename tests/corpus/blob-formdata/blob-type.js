// types, endings, size
const attempt = (f) => { try { return f() ?? null; } catch (e) { return [e.name, e.code ?? null, e.code ? e.message : null]; } };
return [['a/b'], ['A/B; Charset=X'], ['é'], ['a\nb'], [undefined], [null], [5], ['']].map(([type]) => new Blob([], { type }).type).concat([new Blob(['a\nb\r\nc'], { endings: 'native' }).size, new Blob(['a\nb\r\nc'], { endings: 'transparent' }).size, attempt(() => new Blob([], { endings: 'x' })), Object.keys(new Blob(['x'])), JSON.stringify(new Blob(['x'])), Object.prototype.toString.call(new Blob()), String(new File([], 'x')), Blob.length, File.length,
  attempt(() => Object.getOwnPropertyDescriptor(Blob.prototype, 'size').get.call({})), attempt(() => { 'use strict'; new Blob().size = 3; })]);
