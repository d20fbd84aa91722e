// next, return, throw, delegation with yield*, finally, spread and destructuring close the iterator
const log = [];
function* inner() { try { const x = yield 'i1'; log.push(['got', x]); yield 'i2'; return 'inner result'; } finally { log.push('inner closed'); } }
function* outer() { try { const r = yield* inner(); yield r; } catch (e) { yield 'caught ' + e.message; } finally { log.push('outer closed'); } }
const g = outer();
const steps = [g.next(), g.next('hello'), g.next(), g.next(), g.next()];
const h = outer();
steps.push(h.next(), h.throw(new Error('boom')), h.return('early'), h.next());
function* naturals() { try { for (let i = 0; ; i++) yield i; } finally { log.push('naturals closed'); } }
const [a, , b] = naturals();
for (const n of naturals()) if (n > 2) break;
return { steps, log, a, b, spread: [...(function* () { yield* 'añ😀'; yield* [1, [2]]; })()] };
