// What ends a run beside its own promise: an exception that nothing caught, a rejection that nothing handled.

import { nextRejection } from './engine.js';

// `process.on('uncaughtException')` and `process.on('unhandledRejection')` of a script. Each answers true when the script
// took the matter over: (error, origin) and (reason, promise). `end` reports the failure and ends the process.
export const outlets = {
  __proto__: null,
  uncaughtException: () => false,
  unhandledRejection: () => false,
  // `process.on('beforeExit')` and `process.on('exit')`, when nothing is left that could happen.
  beforeExit() {},
  exit() {},
  end(error) { throw error; },
};

export function uncaught(error, origin = 'uncaughtException') {
  let taken = false;
  try {
    taken = outlets.uncaughtException(error, origin) === true;
  } catch (other) {
    error = other;
    origin = 'uncaughtException';
  }
  if (!taken) outlets.end(error, origin);
}

// Node's events of a process that has nothing left to do.
export function announce(event) {
  try {
    outlets[event]();
  } catch (error) {
    uncaught(error);
  }
}

// Node's rule: once microtasks have drained, whatever is still unhandled counts, whether or not it is handled later.
export function reportRejections() {
  for (let rejection = nextRejection(); rejection !== undefined; rejection = nextRejection()) {
    const { promise, reason } = rejection;
    try {
      if (outlets.unhandledRejection(reason, promise) === true) continue;
    } catch (error) {
      uncaught(error);
      continue;
    }
    uncaught(reason, 'unhandledRejection');
  }
}
