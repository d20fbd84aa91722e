// the error event without a listener, errorMonitor
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const EventEmitter = require('events');
for (const [name, value] of Object.entries({ error: new TypeError('bad'), text: 'text', none: undefined, object: { a: 1 }, nil: null, num: 5 })) t(name, () => { try { new EventEmitter().emit('error', value); } catch (e) { return [e.name, e.code, e.message, e.context, e === value]; } });
t('listened', () => { const e = new EventEmitter(); let seen; e.on('error', (x) => { seen = x; }); return [e.emit('error', 1), seen]; });
t('monitor', () => { const e = new EventEmitter(); const seen = []; e.on(EventEmitter.errorMonitor, (x) => seen.push(x.message)); try { e.emit('error', new Error('m')); } catch (x) { seen.push('thrown ' + x.message); } return seen; });
t('multi', () => new EventEmitter().emit('error', 1, 2));
return out;
