// The module `timers`: the runtime's own.

const { deprecate } = require('node:util');
const { codes: { ERR_OUT_OF_RANGE } } = require('node:internal/errors');
const { validateNumber } = require('node:internal/validators');
const { emitWarning } = require('node:internal/process/warning');

const {
  clearImmediate, clearInterval, clearTimeout, setImmediate, setInterval, setTimeout,
} = globalThis;

// Node's oldest way, deprecated: any object is a timer once it has these fields.
const LONGEST = 2 ** 31 - 1;
const handles = new WeakMap();

function stop(item) {
  clearTimeout(handles.get(item) ?? item);
  handles.delete(item);
  if (item._idleNext) item._idleNext = item._idlePrev = null;
  if (typeof item.hasRef !== 'function') item._idleTimeout = -1;
}

function start(item, isReferenced) {
  const { _idleTimeout: delay } = item;
  if (delay < 0 || delay === undefined) return;
  clearTimeout(handles.get(item));
  const handle = setTimeout(() => { item._onTimeout?.(); }, delay);
  if (!isReferenced) handle.unref();
  handles.set(item, handle);
  item._idleStart = Math.trunc(performance.now());
  item._idleNext = item._idlePrev = handle;
}

function duration(milliseconds) {
  validateNumber(milliseconds, 'msecs');
  if (milliseconds < 0 || !Number.isFinite(milliseconds)) {
    throw new ERR_OUT_OF_RANGE('msecs', 'a non-negative finite number', milliseconds);
  }
  if (milliseconds <= LONGEST) return milliseconds;
  emitWarning(`${milliseconds} does not fit into a 32-bit signed integer.\nTimer duration was truncated to ${LONGEST}.`,
    'TimeoutOverflowWarning');
  return LONGEST;
}

const legacy = {
  enroll(item, milliseconds) {
    const delay = duration(milliseconds);
    if (item._idleNext) stop(item);
    item._idleTimeout = delay;
  },
  unenroll(item) { stop(item); },
  active(item) { start(item, true); },
  _unrefActive(item) { start(item, false); },
};
const deprecated = (name, instead, code) => deprecate(legacy[name], `timers.${name}() is deprecated.${instead}`, code);

module.exports = {
  setTimeout,
  clearTimeout,
  setImmediate,
  clearImmediate,
  setInterval,
  clearInterval,
  get promises() { return require('node:timers/promises'); },
  _unrefActive: deprecated('_unrefActive', '', 'DEP0127'),
  active: deprecated('active', ' Please use timeout.refresh() instead.', 'DEP0126'),
  enroll: deprecated('enroll', ' Please use setTimeout instead.', 'DEP0095'),
  unenroll: deprecated('unenroll', ' Please use clearTimeout instead.', 'DEP0096'),
};
