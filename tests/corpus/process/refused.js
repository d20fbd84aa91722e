// what process refuses, and what is not there
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
for (const name of ['binding', 'dlopen', 'mainModule', '_linkedBinding', 'send', 'disconnect', 'connected', 'channel']) t(name, () => name === 'binding' || typeof process[name]);
t('nextTick', () => process.nextTick());
t('umask', () => typeof process.umask());
t('noop', () => [process.exitCode, (process.exitCode = 3, process.exitCode)]);
delete out.dlopen; delete out._linkedBinding; delete out.mainModule;
return out;
