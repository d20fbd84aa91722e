// order of requests, return, throw, delegation and awaits in async generators
const log = []; async function* g() { try { const x = yield Promise.resolve('a'); log.push(x); yield* [1, Promise.resolve(2)]; yield* inner(); } finally { log.push('closed'); } } async function* inner() { yield 'i'; }
const it = g(); const queued = await Promise.all([it.next('ignored'), it.next('x'), it.next(), it.next(), it.next(), it.next()]);
const e = g(); await e.next(); const ret = await e.return(Promise.resolve('r')); const t = g(); await t.next(); const thrown = await t.throw(new Error('boom')).catch((x) => x.message); const rejecting = (async function* () { yield Promise.reject(new Error('inside')); })();
return { queued, ret, thrown, rejected: await rejecting.next().catch((x) => x.message), after: await rejecting.next(), log, tag: Object.prototype.toString.call(it) };
