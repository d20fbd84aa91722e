// listeners that are objects
const t = new EventTarget();
const log = [];
const handler = { handleEvent(e) { log.push(['object', this === handler, e.type]); } };
t.addEventListener('x', handler);
t.addEventListener('x', { handleEvent: null });
t.addEventListener('x', {});
const lazy = {};
t.addEventListener('x', lazy);
lazy.handleEvent = () => log.push(['set later']);
t.addEventListener('x', function (e) { log.push(['function', this === t, arguments.length, e.currentTarget === t]); });
t.addEventListener('x', (e) => log.push(['second', e.currentTarget === null, e.target === t, e.eventPhase]));
t.dispatchEvent(new Event('x'));
t.removeEventListener('x', handler);
t.dispatchEvent(new Event('x'));
return log;
