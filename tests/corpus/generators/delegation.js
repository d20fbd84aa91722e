// generators: return, throw, yield* results, finally, and values sent in
const log = []; function* inner() { try { const got = yield 'i1'; log.push(`got ${got}`); yield 'i2'; } catch (e) { log.push(`caught ${e}`); yield 'recovered'; } finally { log.push('finally'); } return 'inner result'; }
function* outer() { const result = yield* inner(); log.push(result); yield 'o'; return 'end'; }
const a = outer(); const first = [a.next(), a.next('sent'), a.next(), a.next(), a.next()]; const b = outer(); b.next(); const second = [b.throw('bad'), b.return('stop'), b.next()]; const c = outer(); const third = [c.return(5), c.next()];
const keep = (function* () { try { yield 1; } finally { yield 'kept'; } })(); keep.next(); const fourth = [keep.return('x'), keep.next(), keep.next()]; const t = (f) => { try { return f(); } catch (e) { return e.name ?? e; } };
return { first, second, third, fourth, log, thrown: [t(() => outer().throw(new RangeError('r'))), t(() => { const g = (function* () { g.next(); })(); g.next(); }), t(() => new outer())], spread: [...outer()], kinds: [Object.prototype.toString.call(outer()), outer.constructor.name, typeof outer.prototype] };
