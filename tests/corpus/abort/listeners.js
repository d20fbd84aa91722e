// listeners that a signal takes away
const c = new AbortController();
const t = new EventTarget();
const log = [];
t.addEventListener('x', () => log.push(1), { signal: c.signal });
t.addEventListener('x', () => log.push(2), { signal: c.signal, once: true });
t.addEventListener('x', () => log.push(3));
t.addEventListener('x', () => log.push(4), { signal: AbortSignal.abort() });
t.dispatchEvent(new Event('x'));
c.abort();
t.dispatchEvent(new Event('x'));
const attempt = (f) => { try { return f() ?? null; } catch (e) { return [e.name, e.code, e.message]; } };
return [log, attempt(() => t.addEventListener('x', () => {}, { signal: null })), attempt(() => t.addEventListener('x', () => {}, { signal: 1 })), attempt(() => t.addEventListener('x', () => {}, { signal: {} })), attempt(() => t.addEventListener('x', () => {}, { signal: undefined })), attempt(() => t.addEventListener('x', () => {}, { signal: c }))];
