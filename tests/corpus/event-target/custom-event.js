// CustomEvent
const attempt = (f) => { try { return f() ?? null; } catch (e) { return [e.name, e.code ?? null, e.code ? e.message : null]; } };
class Mine extends CustomEvent { get more() { return this.detail * 2; } }
const t = new EventTarget();
let seen;
t.addEventListener('x', (e) => { seen = [e.detail, e.more, e.type, e instanceof CustomEvent, e instanceof Event]; });
t.dispatchEvent(new Mine('x', { detail: 21, cancelable: true }));
return [seen, new CustomEvent('a').detail, new CustomEvent('a', { detail: 0 }).detail, new CustomEvent('a', { detail: undefined }).detail, new CustomEvent('a', null).detail, attempt(() => new CustomEvent()), attempt(() => new CustomEvent('a', 5)), Object.prototype.toString.call(new CustomEvent('a')), CustomEvent.length, attempt(() => Object.getOwnPropertyDescriptor(CustomEvent.prototype, 'detail').get.call(new Event('x')))];
