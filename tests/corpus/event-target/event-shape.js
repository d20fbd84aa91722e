// properties of events
const attempt = (f) => { try { return f() ?? null; } catch (e) { return [e.name, e.code ?? null, e.code ? e.message : null]; } };
const e = new Event('x', { bubbles: 1, cancelable: 'y' });
const t = new EventTarget();
const during = [];
t.addEventListener('x', (v) => during.push(v.eventPhase, v.composedPath().length, v.composedPath()[0] === t, v.srcElement === t, v === e));
const before = [e.target, e.currentTarget, e.eventPhase, e.composedPath(), e.isTrusted, typeof e.timeStamp, e.timeStamp >= 0];
t.dispatchEvent(e);
e.initEvent('renamed', true, false);
return [before, during, e.target === t, e.currentTarget, e.eventPhase, e.type, e.bubbles, e.cancelable, [Event.NONE, Event.CAPTURING_PHASE, Event.AT_TARGET, Event.BUBBLING_PHASE], Object.keys(e), JSON.stringify(e), Object.prototype.toString.call(e), attempt(() => new Event()), attempt(() => new Event('x', 1)), attempt(() => new Event('x', null).type), attempt(() => new Event(Symbol('x'))), attempt(() => new Event(undefined).type), attempt(() => e.initEvent()), attempt(() => Object.getOwnPropertyDescriptor(Event.prototype, 'type').get.call({}))];
