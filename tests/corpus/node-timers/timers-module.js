// timers with promisify and their handles
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const timers = require('timers');
const { promisify } = require('util');
t('same', () => [timers.setTimeout === setTimeout, timers.clearInterval === clearInterval]);
t('custom', () => [promisify(setTimeout) === require('timers/promises').setTimeout, promisify(setImmediate) === require('timers/promises').setImmediate]);
out.sleep = await promisify(setTimeout)(1, 'slept');
t('handle', () => { const h = setTimeout(() => {}, 1); const r = [typeof h.ref, h.hasRef(), h.unref().hasRef(), typeof h[Symbol.toPrimitive]()]; clearTimeout(h); return r; });
t('bad', () => setTimeout('x', 1));
t('bad2', () => timers.setImmediate());
return out;
