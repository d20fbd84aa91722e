// os: constants of a machine that is nobody's.

import { validateInt32 } from 'node:internal/validators';
import { os as constants } from './bindings/constants.js';
import { process } from './process_object.js';
import { register } from './registry.js';

const LOWEST = -20;
const HIGHEST = 19;
let priority = 0;

function priorityOf(pid) {
  validateInt32(pid, 'pid');
  if (pid === 0 || pid === process.pid) return;
  const name = 'uv_os_getpriority';
  throw Object.assign(new Error(`A system error occurred: ${name} returned ESRCH (no such process)`),
    { name: 'SystemError', code: 'ERR_SYSTEM_ERROR' });
}

// Of paths the last slash is nothing.
const folder = (path) => (path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path);
const cpus = () => [{ model: 'unknown', speed: 0, times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 } }];

const os = {
  arch: () => 'x64',
  availableParallelism: () => 1,
  cpus,
  endianness: () => 'LE',
  freemem: () => 134217728,
  totalmem: () => 134217728,
  getPriority(pid = 0) {
    priorityOf(pid);
    return priority;
  },
  setPriority(pid, value = undefined) {
    if (value === undefined) [pid, value] = [0, pid];
    validateInt32(pid, 'pid');
    validateInt32(value, 'priority', LOWEST, HIGHEST);
    priorityOf(pid);
    priority = value;
  },
  homedir: () => process.env.HOME ?? '/',
  hostname: () => 'localhost',
  loadavg: () => [0, 0, 0],
  machine: () => 'x86_64',
  networkInterfaces: () => ({
    lo: [{ address: '127.0.0.1', netmask: '255.0.0.0', family: 'IPv4', mac: '00:00:00:00:00:00', internal: true, cidr: '127.0.0.1/8' }],
  }),
  platform: () => 'linux',
  release: () => '0.0.0',
  tmpdir: () => folder(process.env.TMPDIR || process.env.TMP || process.env.TEMP || '/tmp'),
  type: () => 'Linux',
  uptime: () => 1,
  userInfo(options) {
    const encoding = options?.encoding;
    const text = (value) => (encoding === 'buffer' ? Buffer.from(value) : value);
    return { __proto__: null, uid: 1000, gid: 1000, username: text('user'), homedir: text('/'), shell: text('/bin/sh') };
  },
  version: () => 'unknown',
};
for (const [name, value] of [['EOL', '\n'], ['devNull', '/dev/null'], ['constants', constants]]) {
  Object.defineProperty(os, name, { value, configurable: name === 'EOL', enumerable: true, writable: false });
}
// Each is what it gives where a text or a number is wanted.
for (const name of ['arch', 'availableParallelism', 'endianness', 'freemem', 'homedir', 'hostname', 'machine', 'platform', 'release',
  'tmpdir', 'totalmem', 'type', 'uptime', 'version']) {
  os[name][Symbol.toPrimitive] = () => os[name]();
}
register('os', os);
