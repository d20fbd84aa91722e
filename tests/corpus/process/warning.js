// emitWarning and its event
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const seen = [];
process.on('warning', (w) => seen.push([w.name, w.message, w.code, w.detail]));
const { error } = console;
process.emitWarning('plain');
process.emitWarning('typed', 'MyWarning', 'W1');
process.emitWarning('options', { type: 'T', code: 'C', detail: 'more' });
process.emitWarning(Object.assign(new Error('given'), { name: 'Given' }));
t('bad', () => process.emitWarning(5));
t('bad2', () => process.emitWarning('x', 5));
await new Promise((r) => setTimeout(r, 5));
out.seen = seen;
return out;
