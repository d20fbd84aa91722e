// listeners of EventTargets and signals are counted and limited
const events = require('events');
const told = (run) => { try { return run(); } catch (error) { return [error.name, error.code ?? null, error.message]; } };
const { signal } = new AbortController();
const first = () => 0;
signal.addEventListener('abort', first);
signal.addEventListener('abort', () => 0, { once: true });
const target = new EventTarget();
target.addEventListener('ready', first);
target.addEventListener('ready', { handleEvent() {} });
target.addEventListener('gone', first);
target.removeEventListener('gone', first);
const emitter = new events.EventEmitter();
emitter.on('a', first).once('a', first);
const before = [told(() => events.getMaxListeners(signal)), told(() => events.getMaxListeners(target))];
events.setMaxListeners(30, signal, target);
return [events.getEventListeners(signal, 'abort').length, events.getEventListeners(signal, 'abort')[0] === first, events.getEventListeners(target, 'ready').map((l) => typeof l), events.getEventListeners(target, 'gone').length, events.getEventListeners(target, 'none').length,
  events.getEventListeners(emitter, 'a').length, before, events.getMaxListeners(signal), events.getMaxListeners(target), events.getMaxListeners(emitter), told(() => events.getEventListeners({}, 'a')), told(() => events.getMaxListeners({})), told(() => events.setMaxListeners(-1, target)),
  Object.getOwnPropertyNames(new EventTarget())];
