// extending, mixing in, captureRejections and the exports
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const EventEmitter = require('node:events');
t('same', () => [EventEmitter === EventEmitter.EventEmitter, require('events') === EventEmitter, typeof EventEmitter.once, typeof EventEmitter.on]);
t('extend', () => { class A extends EventEmitter { hi() { return this.emit('hi', 1); } } const a = new A(); let got; a.on('hi', (x) => { got = x; }); return [a.hi(), got, a instanceof EventEmitter]; });
t('call', () => { function Old() { EventEmitter.call(this); } require('util').inherits(Old, EventEmitter); const o = new Old(); let n = 0; o.on('x', () => n++); o.emit('x'); return n; });
t('assign', () => { const o = Object.assign({}, EventEmitter.prototype); let n = 0; o.on('x', () => n++); o.emit('x'); return n; });
t('keys', () => Object.keys(EventEmitter).sort());
t('proto', () => Object.keys(EventEmitter.prototype).sort());
t('inspect', () => require('util').inspect(new EventEmitter()));
const got = await new Promise((resolve) => { const e = new EventEmitter({ captureRejections: true }); e.on('x', async () => { throw new Error('async'); }); e.on('error', (x) => resolve(x.message)); e.emit('x'); });
const own = await new Promise((resolve) => { const e = new EventEmitter({ captureRejections: true }); e[Symbol.for('nodejs.rejection')] = (x, name) => resolve([x.message, name]); e.on('y', async () => { throw new Error('z'); }); e.emit('y'); });
Object.assign(out, { got, own });
t('badOption', () => new EventEmitter({ captureRejections: 5 }));
return out;
