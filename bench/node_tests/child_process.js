// Tests of other processes are left out; those that only ask for one on another system are not.

'use strict';

const none = () => require('../common').skip('a test of processes');
module.exports = { exec: none, execFile: none, execFileSync: none, execSync: none, fork: none, spawn: none, spawnSync: none };
