// console: formats as Node does (with Node's own formatter) and hands each message to the host at once, so that it
// survives a kill. As in Node, what is built on another method (table on log, assert on warn) calls the console's own,
// which a script may have replaced.

import cliTable from 'node:internal/cli_table';
import { format, inspect } from 'node:internal/util/inspect';
import { isMap, isMapIterator, isSet, isSetIterator, isTypedArray } from 'node:internal/util/types';
import { validateArray } from 'node:internal/validators';
import { previewEntries } from './node/bindings/util.js';
import { apply, defineProperty, host, indexOf, monotonic, padStart, slice, stringify, toFixed, toText } from './host.js';

const LEVELS = { log: 1, info: 2, warn: 3, error: 4, debug: 5 };
const { captureStackTrace } = Error;
const { keys: keysOf, values: valuesOf } = Object;
const { isArray } = Array;
const hasOwn = Object.prototype.hasOwnProperty;
let full = false;
let indent = '';

function indented(text) {
  let result = indent;
  let from = 0;
  for (let at = apply(indexOf, text, ['\n']); at !== -1; at = apply(indexOf, text, ['\n', from])) {
    result += apply(slice, text, [from, at + 1]) + indent;
    from = at + 1;
  }
  return result + apply(slice, text, [from]);
}

// A script's own process.stdout.write or process.stderr.write, which then has the message; set by node/process.js.
let outlet = () => false;

export function setOutlet(replaced) { outlet = replaced; }

const isError = (level) => level === LEVELS.warn || level === LEVELS.error;

function write(level, text) {
  if (full) return;
  // Whatever a script broke, what crosses is a text.
  if (typeof text !== 'string') text = toText(text);
  if (indent !== '') text = indented(text);
  if (!outlet(isError(level), text)) send(level, text);
}

// What process.stdout and process.stderr themselves do with a text.
export const sendTo = (isStderr, text) => { if (!full) send(isStderr ? LEVELS.error : LEVELS.log, text); };

function send(level, text) {
  // The host answers true when the limits are reached: from then on nothing is even formatted.
  full = host('c' + level + stringify(text)) === true;
}

// The next run in this isolate has limits of its own, and is in no group.
export function forget() {
  full = false;
  indent = '';
}

function print(level, args) {
  if (full) return;
  write(level, args.length === 1 && typeof args[0] === 'string' ? args[0] : apply(format, undefined, args));
}

const counts = { __proto__: null };
const starts = { __proto__: null };
let warn = (message) => { write(LEVELS.error, 'Warning: ' + message); };

// Node's process.emitWarning, once there is a process.
export function setWarn(emitWarning) { warn = emitWarning; }

const pad = (number) => apply(padStart, '' + number, [2, '0']);

// As Node's: 12.345ms, 1.234s, 1:02.345 (m:ss.mmm), 1:02:03.456 (h:mm:ss.mmm).
function duration(milliseconds) {
  const fixed = (number) => apply(toFixed, number, [3]);
  if (milliseconds < 1000) return +fixed(milliseconds) + 'ms';
  if (milliseconds < 60_000) return fixed(milliseconds / 1000) + 's';
  const hours = (milliseconds - (milliseconds % 3_600_000)) / 3_600_000;
  const inHour = milliseconds % 3_600_000;
  const minutes = (inHour - (inHour % 60_000)) / 60_000;
  const seconds = apply(padStart, fixed((inHour % 60_000) / 1000), [6, '0']);
  return hours > 0 ? `${hours}:${pad(minutes)}:${seconds} (h:mm:ss.mmm)` : `${minutes}:${seconds} (m:ss.mmm)`;
}

function logTime(name, label, data) {
  const start = starts[label];
  if (start === undefined) {
    warn(`No such label '${label}' for console.${name}()`);
    return;
  }
  apply(methods.log, methods, ['%s: %s', label, duration(monotonic() - start), ...data]);
}

const INDEX = '(index)';
const ITERATION = '(iteration index)';

function cell(value) {
  const isWide = value !== null && typeof value === 'object' && !isArray(value) && !isTypedArray(value) &&
    keysOf(value).length > 2;
  return inspect(value, { depth: isWide ? -1 : 0, maxArrayLength: 3, breakLength: Infinity });
}

const numbers = (length) => Array.from({ length }, (_, index) => cell(index));

// Header and columns, by Node's rules.
function tabulate(data, properties) {
  const isIterator = isMapIterator(data);
  const [items, isKeyValue] = isIterator ? previewEntries(data, true) : [data, false];
  if (isKeyValue || isMap(data)) {
    const flat = isKeyValue ? items : [...data].flat(1);
    const of = (side) => flat.filter((_, at) => at % 2 === side).map(cell);
    return [[ITERATION, 'Key', 'Values'], [numbers(flat.length / 2), of(0), of(1)]];
  }
  if (isIterator || isSet(data) || isSetIterator(data)) {
    const values = [...(isSetIterator(data) ? previewEntries(data) : items)].map((value) => cell(value));
    return [[ITERATION, 'Values'], [numbers(values.length), values]];
  }
  const columns = { __proto__: null };
  const primitives = [];
  const rows = keysOf(data);
  rows.forEach((row, at) => {
    const item = data[row];
    const isPrimitive = item === null || (typeof item !== 'function' && typeof item !== 'object');
    if (properties === undefined && isPrimitive) {
      primitives[at] = cell(item);
      return;
    }
    for (const key of properties ?? keysOf(item)) {
      columns[key] ??= [];
      columns[key][at] = isPrimitive || !apply(hasOwn, item, [key]) ? '' : cell(item[key]);
    }
  });
  const names = keysOf(columns);
  const cells = valuesOf(columns);
  if (primitives.length > 0) {
    names.push('Values');
    cells.push(primitives);
  }
  return [[INDEX, ...names], [rows, ...cells]];
}

const methods = {
  log(...args) { print(LEVELS.log, args); },
  warn(...args) { print(LEVELS.warn, args); },
  dir(object, options) { write(LEVELS.log, inspect(object, { customInspect: false, ...options })); },
  time(label = 'default') {
    label = `${label}`;
    if (starts[label] === undefined) starts[label] = monotonic();
    else warn(`Label '${label}' already exists for console.time()`);
  },
  timeEnd(label = 'default') {
    label = `${label}`;
    logTime('timeEnd', label, []);
    delete starts[label];
  },
  timeLog(label = 'default', ...data) { logTime('timeLog', `${label}`, data); },
  trace(...args) {
    const error = { name: 'Trace', message: apply(format, undefined, args) };
    captureStackTrace(error, methods.trace);
    methods.error(error.stack);
  },
  assert(condition, ...args) {
    if (condition) return;
    args[0] = args.length === 0 ? 'Assertion failed' : `Assertion failed: ${args[0]}`;
    apply(methods.warn, methods, args);
  },
  // Nothing to clear: it is no terminal.
  clear() {},
  count(label = 'default') {
    label = `${label}`;
    counts[label] = (counts[label] ?? 0) + 1;
    methods.log(`${label}: ${counts[label]}`);
  },
  countReset(label = 'default') {
    label = `${label}`;
    if (counts[label] === undefined) warn(`Count for '${label}' does not exist`);
    delete counts[label];
  },
  group(...args) {
    if (args.length > 0) apply(methods.log, methods, args);
    indent += '  ';
  },
  groupEnd() { indent = apply(slice, indent, [2]); },
  table(data, properties) {
    if (properties !== undefined) validateArray(properties, 'properties');
    if (data === null || typeof data !== 'object') return methods.log(data);
    methods.log(apply(cliTable, undefined, tabulate(data, properties)));
  },
  debug(...args) { print(LEVELS.debug, args); },
  info(...args) { print(LEVELS.info, args); },
  dirxml(...args) { print(LEVELS.log, args); },
  error(...args) { print(LEVELS.error, args); },
  groupCollapsed(...args) { apply(methods.group, methods, args); },
};

defineProperty(methods, Symbol.toStringTag, { value: 'console', configurable: true });
// As in Node: writable, configurable, not enumerable.
defineProperty(globalThis, 'console', { value: methods, writable: true, configurable: true, enumerable: false });

export { inspect };
