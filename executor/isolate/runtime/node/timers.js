// timers and timers/promises over the runtime's own timers.

import promises from 'node:timers/promises';
import { promisify } from 'node:util';
import { validateFunction } from 'node:internal/validators';
import { adopt } from '../timers.js';
import { process } from './process_object.js';
import { register } from './registry.js';
import timers from 'node:timers';

for (const name of ['setTimeout', 'setImmediate']) {
  Object.defineProperty(globalThis[name], promisify.custom, {
    get: () => promises[name], enumerable: true, configurable: false,
  });
}

adopt((callback) => { validateFunction(callback, 'callback'); }, process.emitWarning);

register('timers', timers);
register('timers/promises', promises);
