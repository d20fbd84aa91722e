// each method of URLSearchParams
const attempt = (f) => { try { return f(); } catch (e) { return [e.name, e.code ?? null, e.code ? e.message : null]; } };
const make = () => new URLSearchParams('a=1&b=2&a=3&c=');
const change = (f) => { const p = make(); const r = attempt(() => f(p)); return [r === undefined ? null : r, p.toString()]; };
return [
  change((p) => p.append('x', undefined)), change((p) => p.append('x')), change((p) => p.delete('a')), change((p) => p.delete('a', '3')), change((p) => p.delete('a', undefined)), change((p) => p.delete()), change((p) => p.get('zz')), change((p) => p.getAll('a')), change((p) => p.has('a', '1')),
  change((p) => p.has('a', '2')), change((p) => p.has('c', '')), change((p) => p.has('a', undefined)), change((p) => p.set('a', 'x')), change((p) => p.set('n', null)), change((p) => p.set('n')), change((p) => p.sort()), change((p) => { const seen = []; p.forEach((v, k, o) => seen.push([v, k, o === p])); return seen; }),
  change((p) => p.forEach(1)), change((p) => p.size), change((p) => { p.size = 9; return p.size; }), change((p) => [...p.keys()]), change((p) => [...p.values()]), change((p) => p[Symbol.iterator] === p.entries), change((p) => p.get(Symbol('x'))),
  change((p) => URLSearchParams.prototype.get.call({}, 'a')), change((p) => { const i = p.entries(); i.next(); p.delete('b'); return [...i]; }), change((p) => Object.prototype.toString.call(p.entries())), change((p) => p.entries().next.call({})), change((p) => p.append('é 中', '\ud800 ~!*()\'')),
];
