// what process says
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
t('platform', () => [process.platform, process.version, process.release.name, process.versions.node, process.arch, process.argv0, process.execArgv, process.title]);
t('types', () => Object.fromEntries(['pid', 'ppid', 'uptime', 'hrtime', 'memoryUsage', 'cpuUsage', 'cwd', 'umask', 'nextTick', 'emitWarning', 'exit', 'kill', 'abort', 'chdir', 'on', 'once', 'emit', 'off', 'removeListener', 'listeners', 'env', 'argv', 'features', 'config', 'release', 'stdout', 'stderr', 'exitCode', 'resourceUsage', 'constrainedMemory'].map((n) => [n, typeof process[n]])));
t('tag', () => [String(process), Object.prototype.toString.call(process), process[Symbol.toStringTag], process instanceof require('events')]);
t('hrtime', () => { const a = process.hrtime(); const d = process.hrtime(a); return [a.length, d.length, d[0] >= 0, d[1] >= 0, typeof process.hrtime.bigint(), process.hrtime.bigint() >= 0n]; });
t('hrtime bad', () => process.hrtime(5));
t('hrtime bad2', () => process.hrtime([1]));
t('memory', () => [Object.keys(process.memoryUsage()), typeof process.memoryUsage.rss(), process.memoryUsage().heapUsed > 0]);
t('cpu', () => [Object.keys(process.cpuUsage()), process.cpuUsage().user >= 0]);
t('uptime', () => process.uptime() >= 0);
t('global', () => [globalThis.process === process, typeof global, Object.getOwnPropertyDescriptor(globalThis, 'process').enumerable]);
return out;
