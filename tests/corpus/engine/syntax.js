// what the parser and compiler make of a text: spread of strings, closures in default parameters, names with accents, two labels
const spread = await (async () => {
  // an object spread of a text has its characters
  return [{ ...'hi' }, { ...Object('hi') }, Object.assign({}, 'hi')];
})();
const closures = await (async () => {
  // a closure in a default parameter sees a later assignment to that parameter
  function f(a, get = () => a) { a = 2; return get(); }
  function g(a, set = (v) => { a = v; }) { set(5); return a; }
  const h = (a, get = () => a) => { a += 1; return [a, get()]; };
  return [f(1), g(1), h(1)];
})();
const names = await (async () => {
  // a name with an accent is mistaken for the property that its UTF-8 bytes spell in Latin-1, where that one came before
  const mojibake = { 'Ã¸': 1 };
  const named = { ø: 2 };
  const quoted = { 'ñ': 3 };
  const alone = { é: 4 };
  return [mojibake, named, named['ø'] ?? null, quoted, alone, { 'Ã±': 5 }, { ñ: 6 }];
})();
const labels = await (async () => {
  // continue to the outer one of two labels on one loop does not parse
  const run = (body) => { try { return new Function(body)(); } catch (e) { return e.name; } };
  return { inner: run('let n = 0; a: b: for (;;) { if (n++ < 2) continue b; break b; } return n;'), outer: run('let n = 0; a: b: for (;;) { if (n++ < 2) continue a; break a; } return n;') };
})();
return { spread, closures, names, labels };
