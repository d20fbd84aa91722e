// stopImmediatePropagation, preventDefault and what they change
const t = new EventTarget();
const log = [];
t.addEventListener('x', (e) => { log.push(1); e.preventDefault(); e.stopPropagation(); });
t.addEventListener('x', (e) => { log.push(2); e.stopImmediatePropagation(); });
t.addEventListener('x', () => log.push(3));
const state = (e) => [e.defaultPrevented, e.returnValue, e.cancelBubble, e.cancelable, e.bubbles, e.composed];
const e1 = new Event('x', { cancelable: true, bubbles: true, composed: true });
const e2 = new Event('x');
const r = [t.dispatchEvent(e1), t.dispatchEvent(e2)];
const e3 = new Event('y'); e3.cancelBubble = true; e3.preventDefault(); e3.cancelBubble = false;
const p = new EventTarget(); let prevented;
p.addEventListener('x', (e) => { e.preventDefault(); prevented = e.defaultPrevented; }, { passive: true });
return [log, r, state(e1), state(e2), state(e3), p.dispatchEvent(new Event('x', { cancelable: true })), prevented];
