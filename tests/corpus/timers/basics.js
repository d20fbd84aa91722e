// arguments, order, clearing, intervals, immediates, return values that convert
const log = [];
setTimeout((...a) => log.push(a), 1, 'x', 2); const gone = setTimeout(() => log.push('never'), 1); clearTimeout(gone); clearTimeout(undefined); clearTimeout(null); clearTimeout('nope');
await new Promise((done) => { let n = 0; const i = setInterval(() => { log.push('tick ' + ++n); if (n === 3) { clearInterval(i); done(); } }, 2); });
setImmediate((v) => log.push('immediate ' + v), 7); await new Promise((r) => setTimeout(r, 3));
const order = []; await Promise.all([5, 1, 3].map((ms) => new Promise((r) => setTimeout(() => { order.push(ms); r(); }, ms * 4))));
const t = (f) => { try { return f(); } catch (e) { return [e.name, e.code]; } };
return { log, order, bad: [t(() => setTimeout('code', 1)), t(() => setTimeout()), t(() => queueMicrotask(5))], nested: await new Promise((r) => setTimeout(() => setTimeout(() => r('inner'), 1), 1)), odd: await Promise.all([-1, NaN, '2', undefined, 1e-3].map((ms) => new Promise((r) => setTimeout(r, ms, 'ok')))), tick: await new Promise((r) => process.nextTick(r, 'next')), handle: typeof setTimeout(() => {}, 1), prim: typeof +setTimeout(() => {}, 1) };
