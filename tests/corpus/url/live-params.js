// searchParams and the query are one
const u = new URL('http://a/?b=1&c=2#h');
const p = u.searchParams;
const out = [];
const note = () => out.push([u.href, u.search, p.toString(), p.size]);
note(); p.append('d', 'é &='); note(); u.search = '?z=9&z=8'; note(); p.delete('z', '9'); note(); p.set('q', '1 2'); note(); p.sort(); note();
u.href = 'http://b/?new'; note(); p.delete('new'); note(); u.search = ''; note(); p.append('', ''); note(); u.hash = ''; note();
u.search = "?a='x'~!*()"; note(); p.append('k', 'v'); note();
for (const [k] of p) { if (k === 'a') p.append('late', '1'); out.push(k); }
const w = new URL('http://a?x=%20+%2B'); out.push(w.href, w.searchParams.get('x')); w.searchParams.has('x'); out.push(w.href); w.searchParams.sort(); out.push(w.href);
return [out, p === u.searchParams];
