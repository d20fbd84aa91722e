// dispatching the same event inside itself, and others
const t = new EventTarget();
const log = [];
t.addEventListener('x', (e) => { try { t.dispatchEvent(e); } catch (error) { log.push([error.name, error.code, error.message]); } t.dispatchEvent(new Event('y')); log.push('x'); });
t.addEventListener('y', () => log.push('y'));
const e = new Event('x');
t.dispatchEvent(e); t.dispatchEvent(e);
return log;
