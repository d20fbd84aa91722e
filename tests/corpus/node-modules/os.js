// the constants of os
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const os = require('os');
t('eol', () => [os.EOL, os.platform(), os.type(), os.endianness(), os.devNull, os.constants.signals.SIGTERM, os.constants.errno.ENOENT, os.constants.priority]);
t('types', () => Object.fromEntries(['arch', 'cpus', 'freemem', 'homedir', 'hostname', 'loadavg', 'machine', 'networkInterfaces', 'release', 'tmpdir', 'totalmem', 'uptime', 'userInfo', 'version', 'availableParallelism'].map((n) => [n, typeof os[n]()])));
t('keys', () => Object.keys(os).sort());
t('constants', () => { const c = require('constants'); return [c.ENOENT, c.SIGKILL, c.O_RDONLY, Object.keys(c).length > 100]; });
