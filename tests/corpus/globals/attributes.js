// attributes of every property of the classes of the web
const flags = (d) => (d.writable ? 'w' : '') + (d.enumerable ? 'e' : '') + (d.configurable ? 'c' : '');
const show = (d) => { const f = flags(d); if ('value' in d) { const v = d.value; return f + ':' + (typeof v === 'function' ? `fn(${v.name},${v.length})` : typeof v === 'object' ? 'object' : typeof v === 'symbol' ? String(v) : JSON.stringify(v)); } return f + ':' + (d.get ? `get(${d.get.name})` : '') + (d.set ? `set(${d.set.name})` : ''); };
const out = {};
const known = /kNewListener|kRemove|messaging_|kMakeTransf|kHybrid|kCreateEvent|nodejs.event_target|kCancel|kAbort|ObjectURL|ResourceTiming|eventLoop|nodeTiming|timerify|resourcetiming/;
for (const n of ['URL','URLSearchParams','TextEncoder','TextDecoder','TextEncoderStream','TextDecoderStream','AbortController','AbortSignal','Event','EventTarget','CustomEvent','Blob','File','FormData','DOMException','ReadableStream','ReadableStreamDefaultReader','ReadableStreamBYOBReader','ReadableStreamBYOBRequest','ReadableByteStreamController','ReadableStreamDefaultController','WritableStream','WritableStreamDefaultController','WritableStreamDefaultWriter','TransformStream','TransformStreamDefaultController','ByteLengthQueuingStrategy','CountQueuingStrategy','Performance','PerformanceEntry','PerformanceMark','PerformanceMeasure','atob','btoa','structuredClone','queueMicrotask','performance','global','globalThis','console']) {
  const g = Object.getOwnPropertyDescriptor(globalThis, n);
  if (!g) { out[n] = 'absent'; continue; }
  const o = out[n] = { own: show('value' in g ? { enumerable: g.enumerable } : { enumerable: g.enumerable, value: globalThis[n] }).replace(/:.*/, '') };
  const v = globalThis[n];
  if (typeof v !== 'function') continue;
  o.fn = `${v.name},${v.length},${Object.getPrototypeOf(v).name}`;
  for (const k of Reflect.ownKeys(v)) if (!['name', 'length', 'prototype', 'arguments', 'caller'].includes(k) && !known.test(String(k))) o['S ' + String(k)] = show(Object.getOwnPropertyDescriptor(v, k));
  if (v.prototype && /^[A-Z]/.test(n)) { o.chain = Object.getPrototypeOf(v.prototype)?.constructor?.name;
    for (const k of Reflect.ownKeys(v.prototype)) if (!known.test(String(k))) o['P ' + String(k)] = show(Object.getOwnPropertyDescriptor(v.prototype, k)); }
}
return Object.entries(out).map(([name, shape]) => [name, typeof shape === 'string' ? shape : Object.entries(shape).map(String).sort()]);
