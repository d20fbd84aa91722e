// EventTarget: order, once, signal, handleEvent objects, stopping, return values
const target = new EventTarget(); const log = []; const ac = new AbortController();
target.addEventListener('x', { handleEvent(e) { log.push(['object', this !== undefined, e.type]); } });
target.addEventListener('x', () => log.push('once'), { once: true }); target.addEventListener('x', () => log.push('signal'), { signal: ac.signal });
const stop = (e) => { log.push('stop'); e.stopImmediatePropagation(); }; target.addEventListener('x', stop); target.addEventListener('x', stop); target.addEventListener('x', () => log.push('unreached'));
const e = new Event('x', { cancelable: true, bubbles: true }); const returned = [target.dispatchEvent(e)]; ac.abort(); target.removeEventListener('x', stop); log.push('--');
target.addEventListener('x', (event) => event.preventDefault()); const second = new Event('x', { cancelable: true }); returned.push(target.dispatchEvent(second)); returned.push(target.dispatchEvent(new Event('x')));
const t = (f) => { try { return f(); } catch (x) { return [x.name, x.code]; } };
return { log, returned, state: [e.defaultPrevented, second.defaultPrevented, e.eventPhase, e.bubbles, e.target === target, e.currentTarget, e.composedPath().length, e.isTrusted, e.cancelBubble], custom: new CustomEvent('c', { detail: { a: 1 } }).detail, again: t(() => target.dispatchEvent('x')), nothing: t(() => target.addEventListener('x')), refused: t(() => new Event()) };
