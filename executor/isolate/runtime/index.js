// The runtime that every isolate wakes up in. The order is the point: entropy and patches come before any package can
// keep a reference to what they replace.

import './host.js';
import './patches.js';
import './json.js';
import { freeze } from './entropy.js';
import './date.js';
import './intl/index.js';
import './standing.js';
import './stack.js';
import './timers.js';
import './atomics.js';
import './globals.js';
import './console.js';
import { exchange } from './engine.js';
import { define } from './modules.js';
import './web/fetch.js';
import { serve } from './serve.js';

freeze();

// The zygote's handle: `factory`, `lazy` and `define` once per bundle, then `serve`. Gone from the realm before any script runs.
globalThis.__executor = {
  factory: undefined,
  lazy: undefined,
  define(name) {
    const { factory, lazy } = this;
    this.factory = this.lazy = undefined;
    define(name, factory, lazy);
  },
  exchange,
  serve() {
    for (const name of ['__executor', 'call_python', 'dukpy']) delete globalThis[name];
    serve();
  },
};
