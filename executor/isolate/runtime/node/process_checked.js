// Of `process` what checks its arguments first, as Node does, and then says that it cannot be had here, or that nothing of
// the host is shown.

import { codes } from 'node:internal/errors';
import { deprecate } from 'node:util';
import { parseFileMode, validateBoolean, validateNumber, validateObject, validateString } from 'node:internal/validators';
import { os as constants } from './bindings/constants.js';
import { process } from './process_object.js';

const { ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE } = codes;

export function unavailable(name, instead) {
  return Object.assign(new Error(`process.${name}() is not available: ${instead}`), { code: 'ERR_FEATURE_UNAVAILABLE' });
}

function validateCredential(value, name) {
  if (typeof value !== 'number' && typeof value !== 'string') throw new ERR_INVALID_ARG_TYPE(name, ['number', 'string'], value);
  if (typeof value === 'number' && (value < 0 || value > 0xffffffff || value % 1 !== 0)) {
    throw new ERR_OUT_OF_RANGE(name, 'a 32-bit unsigned integer', value);
  }
}

function known(value, kind) {
  if (typeof value === 'number') return;
  const error = new Error(`${kind} identifier does not exist: ${value}`);
  throw Object.assign(error, { code: 'ERR_UNKNOWN_CREDENTIAL' });
}

const errnoError = (code, errno, syscall, text, more) =>
  Object.assign(new Error(text), { errno, code, syscall, ...more });

let mask = 0o22;
let capture = null;

// What takes an error that nothing caught, if a script has set something that does.
export const captured = (error) => (capture === null ? false : (capture(error), true));

const credentials = { __proto__: null };
for (const name of ['setuid', 'seteuid', 'setgid', 'setegid']) {
  const kind = name.endsWith('uid') ? 'User' : 'Group';
  credentials[name] = (id) => {
    validateCredential(id, 'id');
    known(id, kind);
    throw unavailable(name, 'an isolate has one user');
  };
}

export const checked = {
  ...credentials,
  assert: deprecate((condition, message) => {
    if (condition) return;
    throw Object.assign(new Error(message || 'assertion error'), { code: 'ERR_ASSERTION' });
  }, 'process.assert() is deprecated. Please use the `assert` module instead.', 'DEP0100'),
  chdir(directory) {
    validateString(directory, 'directory');
    throw errnoError('ENOENT', -2, 'chdir', `ENOENT: no such file or directory, chdir ${process.cwd()} -> '${directory}'`,
      { path: process.cwd(), dest: directory });
  },
  initgroups(user, extraGroup) {
    validateCredential(user, 'user');
    validateCredential(extraGroup, 'extraGroup');
    known(extraGroup, 'Group');
    throw unavailable('initgroups', 'an isolate has one user');
  },
  setgroups(groups) {
    if (!Array.isArray(groups)) throw new ERR_INVALID_ARG_TYPE('groups', 'Array', groups);
    groups.forEach((group, index) => {
      validateCredential(group, `groups[${index}]`);
      known(group, 'Group');
    });
    throw unavailable('setgroups', 'an isolate has one user');
  },
  kill(pid, signal) {
    // Also a text that is a number, as there.
    if (pid != (pid | 0)) throw new ERR_INVALID_ARG_TYPE('pid', 'number', pid);
    let number = 0;
    if (typeof signal === 'number') {
      number = signal;
      if (signal < 0 || signal > 64) throw errnoError('EINVAL', -22, 'kill', 'kill EINVAL');
    } else {
      number = constants.signals[signal || 'SIGTERM'];
      if (number === undefined) throw new codes.ERR_UNKNOWN_SIGNAL(signal);
    }
    process._kill(pid | 0, number);
    return true;
  },
  _kill() { throw unavailable('kill', 'an isolate knows no other process'); },
  setUncaughtExceptionCaptureCallback(fn) {
    if (fn !== null && typeof fn !== 'function') throw new ERR_INVALID_ARG_TYPE('fn', ['Function', 'null'], fn);
    if (fn !== null && capture !== null) throw new codes.ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET();
    capture = fn;
  },
  hasUncaughtExceptionCaptureCallback: () => capture !== null,
  setSourceMapsEnabled(value) { validateBoolean(value, 'val'); },
  umask(value) {
    const before = mask;
    if (value !== undefined) mask = parseFileMode(value, 'mask') & 0o777;
    return before;
  },
};

function part(value, name) {
  validateNumber(value, name);
  if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) {
    throw new codes.ERR_INVALID_ARG_VALUE.RangeError(name, value);
  }
}

export function validateUsage(previous) {
  validateObject(previous, 'prevValue');
  part(previous.user, 'prevValue.user');
  part(previous.system, 'prevValue.system');
}

const notPlain = (message) => Object.assign(new TypeError(message), { code: 'ERR_INVALID_OBJECT_DEFINE_PROPERTY' });
const PLAIN = "'process.env' only accepts a configurable, writable, and enumerable data descriptor";

// Values become texts, as those of a real environment are.
export const env = new Proxy({}, {
  set(target, name, value) {
    if (typeof name === 'symbol' || typeof value === 'symbol') {
      throw new TypeError('Cannot convert a Symbol value to a string');
    }
    target[name] = `${value}`;
    return true;
  },
  defineProperty(target, name, descriptor) {
    if ('get' in descriptor || 'set' in descriptor) {
      throw notPlain("'process.env' does not accept an accessor(getter/setter) descriptor");
    }
    if (!descriptor.configurable || !descriptor.writable || !descriptor.enumerable) {
      throw notPlain(PLAIN);
    }
    return Reflect.defineProperty(target, name, { ...descriptor, value: `${descriptor.value}` });
  },
});
