// What a listener throws is nobody's to catch: it ends the run, as it ends Node's process.

import { nextTick } from '../timers.js';

export function reportUncaught(error) {
  nextTick(() => { throw error; });
}
