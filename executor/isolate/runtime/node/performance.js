// perf_hooks, and the globals that are parts of it.

import perf_hooks from 'node:perf_hooks';
import { defineGlobal } from '../web/interface.js';
import { register } from './registry.js';

register('perf_hooks', perf_hooks);

for (const name in perf_hooks) {
  if (name.startsWith('Performance')) defineGlobal(name, perf_hooks[name]);
}
defineGlobal('performance', perf_hooks.performance, true);
