// return and throw before the start, inside try, in finally that yields
function* g() { try { yield 1; yield 2; } catch (e) { yield 'caught ' + e; } finally { yield 'cleanup'; } yield 'after'; }
const fresh = g(); const a = [fresh.return(5), fresh.next()]; const b = g(); b.next(); const bs = [b.return('r'), b.next(), b.next()]; const c = g(); c.next(); const cs = [c.throw('t'), c.next(), c.next(), c.next()]; const d = g(); let thrown; try { d.throw('early'); } catch (e) { thrown = e; }
const over = (function* () { try { yield 1; } finally { return 'finally wins'; } })(); over.next(); let n = 0; for (const x of g()) { n++; if (x === 1) continue; break; }
return { a, bs, cs, thrown, afterThrow: d.next(), over: [over.return('lost'), over.next()], n };
