// perf_hooks.performance and stream/web
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const { performance: p } = require('perf_hooks');
t('now', () => [typeof p.now(), p.now() >= 0, typeof p.timeOrigin]);
t('web', () => ['ReadableStream', 'WritableStream', 'TransformStream', 'CountQueuingStrategy'].map((n) => require('stream/web')[n] === globalThis[n]));
return out;
