// an EventEmitter as a bus: once, errors, captured rejections, async iteration
const { EventEmitter, once, on, errorMonitor } = require('events'); const log = []; const bus = new EventEmitter({ captureRejections: true });
bus.on(errorMonitor, (e) => log.push(['seen', e.message])); bus.on('error', (e) => log.push(['error', e.message])); bus.on('job', async (n) => { if (n < 0) throw new RangeError(`neg ${n}`); }); bus.once('job', (n) => log.push(['once', n])); bus.prependListener('job', (n) => log.push(['first', n]));
bus.emit('job', 1); bus.emit('job', -1); await new Promise((r) => setImmediate(r));
const told = (f) => { try { return f(); } catch (e) { return [e.name, e.code ?? null, e.message]; } };
const p = once(bus, 'x'); bus.emit('x', 1, 2); const it = on(bus, 'tick'); bus.emit('tick', 'a'); bus.emit('tick', 'b'); const seen = [(await it.next()).value, (await it.next()).value]; await it.return();
const plain = new EventEmitter(); let thrown; try { plain.emit('error', new Error('loud')); } catch (e) { thrown = e.message; }
return { log, got: await p, seen, thrown, odd: told(() => plain.emit('error', 'text')), bad: told(() => plain.on('x', 5)), names: bus.eventNames().map(String), count: bus.listenerCount('job'), max: plain.getMaxListeners(), chain: plain.on('a', () => {}).off('a', () => {}) === plain, none: plain.emit('nobody') };
