// on, once, off, emit, order and return values
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const EventEmitter = require('events');
const e = new EventEmitter();
const log = [];
t('chain', () => e.on('a', (...args) => log.push(['on', ...args])).once('a', () => log.push('once')).prependListener('a', () => log.push('first')).prependOnceListener('a', () => log.push('firstOnce')) === e);
t('emit', () => [e.emit('a', 1, 2), e.emit('a'), e.emit('none'), log]);
t('counts', () => [e.listenerCount('a'), e.listeners('a').length, e.rawListeners('a').length, e.eventNames()]);
t('this', () => { let self; e.on('t', function () { self = this; }); e.emit('t'); return self === e; });
t('off', () => { const f = () => log.push('f'); e.on('b', f); e.addListener('b', f); e.off('b', f); e.emit('b'); e.removeListener('b', f); return [e.emit('b'), log.at(-1)]; });
t('removeAll', () => { e.removeAllListeners('a'); return e.eventNames(); });
t('removeAll2', () => e.removeAllListeners().eventNames());
t('symbols', () => { const s = Symbol('s'); e.on(s, () => {}); return [e.eventNames().length, e.emit(s)]; });
t('newListener', () => { const seen = []; const x = new EventEmitter(); x.on('newListener', (n, f) => seen.push([n, typeof f])); x.on('removeListener', (n) => seen.push(['removed', n])); const f = () => {}; x.on('q', f); x.off('q', f); return seen; });
t('removeDuring', () => { const x = new EventEmitter(); const seen = []; const b = () => seen.push('b'); x.on('z', () => { seen.push('a'); x.off('z', b); }); x.on('z', b); x.emit('z'); x.emit('z'); return seen; });
t('onceRaw', () => { const x = new EventEmitter(); const f = () => 'f'; x.once('y', f); return [x.listeners('y')[0] === f, x.rawListeners('y')[0].listener === f]; });
t('max', () => [e.getMaxListeners(), e.setMaxListeners(1).getMaxListeners(), EventEmitter.defaultMaxListeners]);
t('count2', () => { const x = new EventEmitter(); const f = () => {}; x.on('a', f); x.on('a', () => {}); return [x.listenerCount('a'), x.listenerCount('a', f), EventEmitter.listenerCount(x, 'a')]; });
t('badListener', () => e.on('x', 5));
t('badMax', () => e.setMaxListeners(-1));
t('badDefault', () => { EventEmitter.defaultMaxListeners = 'x'; });
t('throwing', () => { const x = new EventEmitter(); x.on('a', () => { throw new RangeError('in listener'); }); x.emit('a'); });
return out;
