// async generators queue their calls; return and throw while waiting; for await over promises
async function* numbers() { let i = 0; try { while (true) { await null; yield i++; } } finally { log.push('closed'); } } const log = [];
const g = numbers(); const together = await Promise.all([g.next(), g.next(), g.return('bye'), g.next()]);
const mixed = []; for await (const x of [1, Promise.resolve(2), { then: (f) => f(3) }]) mixed.push(x);
const failing = []; try { for await (const x of [Promise.resolve('a'), Promise.reject(new Error('b'))]) failing.push(x); } catch (e) { failing.push(e.message); }
async function* relay() { const r = yield* (async function* () { yield 1; return 'r'; })(); yield r; } const relayed = []; for await (const x of relay()) relayed.push(x);
const rejected = await numbers().throw(new TypeError('t')).catch((e) => e.name); return { together, log, mixed, failing, relayed, rejected };
