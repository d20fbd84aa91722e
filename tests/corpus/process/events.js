// process as an emitter
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
t('emit', () => { const seen = []; process.on('custom', (...args) => seen.push(args)); process.once('custom', () => seen.push('once')); process.emit('custom', 1, 2); process.emit('custom'); return seen; });
t('count', () => { const f = () => {}; process.on('exit', f); const n = process.listenerCount('exit'); process.off('exit', f); return n - process.listenerCount('exit'); });
t('bad', () => process.on('x', 5));
return out;
