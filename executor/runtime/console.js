// console: formats as Node does (Node's own formatter, from node-inspect-extracted) and hands each message to the
// host at once, so that it survives a kill.

import { format, inspect } from 'node-inspect-extracted';
import { host, stringify, toText } from './host.js';

const LEVELS = { log: 1, info: 2, warn: 3, error: 4, debug: 5 };
let full = false;
let indent = '';

function write(level, text) {
  if (full) return;
  if (indent !== '') text = indent + text.replaceAll('\n', '\n' + indent);
  // With the builtins of strings replaced, formatting can end in anything.
  if (typeof text !== 'string') text = toText(text);
  // The host answers true when the limits are reached: from then on nothing is even formatted.
  full = host('c' + level + stringify(text)) === true;
}

function print(level, args) {
  if (full) return;
  write(level, args.length === 1 && typeof args[0] === 'string' ? args[0] : format(...args));
}

const counts = new Map();
const starts = new Map();

const methods = {
  log(...args) { print(LEVELS.log, args); },
  info(...args) { print(LEVELS.info, args); },
  warn(...args) { print(LEVELS.warn, args); },
  error(...args) { print(LEVELS.error, args); },
  debug(...args) { print(LEVELS.debug, args); },
  trace(...args) {
    const error = new Error(format(...args));
    error.name = 'Trace';
    print(LEVELS.error, [error.stack.replace(/^Error/, 'Trace')]);
  },
  dir(value, options) { write(LEVELS.log, inspect(value, { customInspect: false, ...options })); },
  assert(condition, ...args) {
    if (condition) return;
    if (typeof args[0] === 'string') args[0] = `Assertion failed: ${args[0]}`;
    else args.unshift('Assertion failed');
    print(LEVELS.warn, args);
  },
  group(...args) {
    if (args.length > 0) print(LEVELS.log, args);
    indent += '  ';
  },
  groupEnd() { indent = indent.slice(2); },
  count(label = 'default') {
    const count = (counts.get(`${label}`) ?? 0) + 1;
    counts.set(`${label}`, count);
    print(LEVELS.log, [`${label}: ${count}`]);
  },
  countReset(label = 'default') { counts.delete(`${label}`); },
  time(label = 'default') { starts.set(`${label}`, performance.now()); },
  timeLog(label = 'default', ...args) {
    const start = starts.get(`${label}`);
    if (start !== undefined) print(LEVELS.log, [`${label}: ${(performance.now() - start).toFixed(3)}ms`, ...args]);
  },
  timeEnd(label = 'default') {
    methods.timeLog(label);
    starts.delete(`${label}`);
  },
};
methods.groupCollapsed = methods.group;

globalThis.console = methods;

export { inspect };
