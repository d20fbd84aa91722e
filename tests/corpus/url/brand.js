// the shape of the classes
const attempt = (f) => { try { return f(); } catch (e) { return [e.name, e.code ?? null, e.code ? e.message : null]; } };
const { href } = Object.getOwnPropertyDescriptors(URL.prototype);
class Sub extends URL { get host() { return 'sub:' + super.host; } }
return [attempt(() => new Sub('http://x/').host), new Sub('http://x') instanceof URL, attempt(() => typeof href.get.call({})) instanceof Array, Object.getOwnPropertyNames(URL.prototype).sort(), Object.getOwnPropertyNames(URLSearchParams.prototype).sort(), URL.length, URLSearchParams.length,
  Object.prototype.toString.call(new URL('a:b')), Object.prototype.toString.call(new URLSearchParams()), URL.canParse.length, URL.canParse.name, new URL('a:b').constructor === URL, 'http://a/' == new URL('http://a'), attempt(() => new URL('a:b') + 1), typeof structuredClone(new URL('http://a'))];
