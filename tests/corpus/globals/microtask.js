// queueMicrotask
const attempt = (f) => { try { return f() ?? null; } catch (e) { return [e.name, e.code ?? null, e.code ? e.message : null]; } };
const log = [];
queueMicrotask(() => { log.push(1); queueMicrotask(() => log.push(3)); });
Promise.resolve().then(() => log.push(2));
log.push(0);
await new Promise((resolve) => setTimeout(resolve, 1));
return [log, attempt(() => queueMicrotask()), attempt(() => queueMicrotask(1)), attempt(() => queueMicrotask(null)), queueMicrotask.length, queueMicrotask(() => {}) === undefined];
