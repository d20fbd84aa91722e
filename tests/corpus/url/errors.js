// what is thrown, with code, input and base
const attempt = (f) => { try { return String(f()); } catch (e) { return [e.name, e.code, e.code && e.message, e.input, e.base, Object.keys(e), e instanceof TypeError]; } };
return [
  attempt(() => new URL('x')), attempt(() => new URL('x', 'y')), attempt(() => new URL()), attempt(() => URL('http://a')), attempt(() => new URL(Symbol('x'))), attempt(() => new URL(undefined)), attempt(() => new URL(null, 'http://a/')),
  attempt(() => new URL('x', null)), attempt(() => { const u = new URL('http://a'); u.href = 'y'; }), attempt(() => URL.canParse()), attempt(() => URL.canParse('x')), attempt(() => URL.canParse('x', 'http://a')), attempt(() => URL.canParse('http://a', 'b')),
  attempt(() => URL.parse('x')), attempt(() => URL.parse('y', 'http://x').href), attempt(() => new URL({ toString() { return 'http://obj'; } }).href), attempt(() => new URL(new URL('http://copy/')).href),
  attempt(() => Object.getOwnPropertyDescriptor(URL.prototype, 'origin').set),
];
