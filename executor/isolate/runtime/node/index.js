// Node's built-in modules. Each file registers its own; the order is the order of evaluation.

import './unavailable.js';
import './process.js';
import './library.js';
import './crypto.js';
import './timers.js';
import './performance.js';
import './os.js';
import './web.js';
import './http.js';

export { startProcess } from './process.js';
export { lookUp } from './registry.js';
