// Order of then, catch, finally, thenables and nested resolutions
const order = []; const p = (name) => () => { order.push(name); };
Promise.resolve().then(p('a1')).then(p('a2')).finally(p('a3')).then(p('a4'));
Promise.reject(1).catch(p('b1')).then(p('b2')); new Promise((r) => r(Promise.resolve())).then(p('c'));
Promise.resolve({ then(r) { order.push('thenable'); r(); } }).then(p('d')); (async () => { await null; order.push('e1'); await Promise.resolve(); order.push('e2'); })();
(async () => { try { await Promise.reject(0); } catch { order.push('f'); } finally { order.push('g'); } })(); (async () => { for await (const x of [Promise.resolve('h1'), 'h2']) order.push(x); })();
(async () => Promise.resolve())().then(p('i')); (async () => {})().then(p('j')); queueMicrotask(p('k'));
await new Promise((r) => setTimeout(r, 2)); return order;
