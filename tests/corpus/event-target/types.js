// event types are strings
const t = new EventTarget();
const log = [];
for (const type of ['x', '', 5, null, undefined, true, { toString: () => 'obj' }]) t.addEventListener(type, (e) => log.push([e.type, typeof e.type]));
for (const type of ['x', '', '5', 'null', 'undefined', 'true', 'obj', 'X', '__proto__', 'constructor']) t.dispatchEvent(new Event(type));
return log;
