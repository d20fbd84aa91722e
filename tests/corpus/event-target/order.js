// the order of listeners, and those that come and go meanwhile
const t = new EventTarget();
const log = [];
const late = () => log.push('late');
const gone = () => log.push('gone');
t.addEventListener('x', () => { log.push('a'); t.removeEventListener('x', gone); t.addEventListener('x', late); });
t.addEventListener('x', gone);
t.addEventListener('x', () => log.push('b'), true);
t.addEventListener('x', () => log.push('c'), { once: true });
t.dispatchEvent(new Event('x'));
log.push('-');
t.dispatchEvent(new Event('x'));
const u = new EventTarget();
u.addEventListener('y', () => { log.push('only'); u.addEventListener('y', () => log.push('added by the last')); });
u.dispatchEvent(new Event('y'));
return log;
