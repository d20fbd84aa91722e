// os: constants of a machine that is nobody's.

import { os as constants } from './bindings/constants.js';
import { register } from './registry.js';

const NOWHERE = '/tmp';
const cpus = () => [{ model: 'unknown', speed: 0, times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 } }];

register('os', {
  EOL: '\n',
  devNull: '/dev/null',
  constants,
  arch: () => 'x64',
  availableParallelism: () => 1,
  cpus,
  endianness: () => 'LE',
  freemem: () => 134217728,
  totalmem: () => 134217728,
  getPriority: () => 0,
  setPriority() {},
  homedir: () => '/',
  hostname: () => 'localhost',
  loadavg: () => [0, 0, 0],
  machine: () => 'x86_64',
  networkInterfaces: () => ({}),
  platform: () => 'linux',
  release: () => '0.0.0',
  tmpdir: () => NOWHERE,
  type: () => 'Linux',
  uptime: () => 0,
  userInfo: () => ({ uid: 1000, gid: 1000, username: 'user', homedir: '/', shell: null }),
  version: () => 'unknown',
});
