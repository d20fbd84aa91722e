// fields of timers that people look at, and the oldest way to make one
const timers = require('timers'); const log = []; process.on('warning', () => {});
const t = setTimeout(() => {}, 50); const i = setInterval(() => {}, 7); const m = setImmediate(() => {});
const fields = [t._destroyed, t._idleTimeout, t._repeat, typeof t._onTimeout, i._repeat, i._idleTimeout, m._destroyed]; clearTimeout(t); clearInterval(i); clearImmediate(m);
const after = [t._destroyed, t._idleTimeout, t._onTimeout, i._destroyed, m._destroyed];
const told = (f) => { try { return f(); } catch (e) { return [e.name, e.code, e.message]; } };
const item = { _onTimeout() { log.push('fired'); } }; timers.enroll(item, 1); timers.active(item); const idle = [item._idleTimeout, Number.isInteger(item._idleStart)]; await new Promise((r) => setTimeout(r, 20));
timers.unenroll(item); return { fields, after, log, idle, bad: [told(() => timers.enroll({}, 'x')), told(() => timers.enroll({}, -1)), told(() => timers.enroll({}, NaN))] };
