// what is escaped in which part
const all = Array.from({ length: 0x80 - 0x20 }, (_, i) => String.fromCharCode(i + 0x20)).filter((c) => !'#?/\\@:'.includes(c)).join('');
const safe = all.replace(/[<>[\]^|%`{} "]/g, '');
const u = new URL('http://h/' + all + '?' + all + '#' + all);
const v = new URL('foo:/' + all + '?' + all + '#' + all);
const w = new URL('foo:x' + all + '?' + all);
const x = new URL('http://' + encodeURIComponent('a b é') + '@h/');
x.username = all; x.password = all;
return [u.href, v.href, w.href, x.href, new URL('http://h/é中😀?é中😀#é中😀').href, new URL('http://h/%zz%e4?%zz%e4#%zz').href, new URL('http://h/?q=\u0001\u007f\u00a0').href,
  new URL('http://h/\ud800?\udc00#\ud800').href, safe.length];
