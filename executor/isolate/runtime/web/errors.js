// Errors with Node's codes and words.

import { inspect } from 'node:internal/util/inspect';
import { defineProperty } from '../host.js';

const { captureStackTrace } = Error;

export function coded(Base, code, message) {
  const error = new Base(message);
  const name = error.name;
  // As in Node, the code stands in the stack only.
  defineProperty(error, 'name', { value: `${name} [${code}]`, writable: true, configurable: true });
  captureStackTrace(error, coded);
  delete error.name;
  error.code = code;
  defineProperty(error, 'toString', {
    value() { return `${this.name} [${code}]: ${this.message}`; },
    writable: true, configurable: true,
  });
  return error;
}

function received(value) {
  if (value === undefined || value === null) return `${value}`;
  if (typeof value === 'function') return `function ${value.name}`;
  if (typeof value === 'object') {
    return value.constructor?.name ? `an instance of ${value.constructor.name}` : inspect(value, { depth: -1 });
  }
  const shown = inspect(value, { colors: false });
  return `type ${typeof value} (${shown.length > 28 ? `${shown.slice(0, 25)}...` : shown})`;
}

// `expected` as it reads after "must be": 'of type function', 'an instance of AbortSignal'.
export function invalidType(name, expected, value) {
  const what = name.endsWith(' argument') ? `The ${name}` : `The "${name}" ${name.includes('.') ? 'property' : 'argument'}`;
  return coded(TypeError, 'ERR_INVALID_ARG_TYPE', `${what} must be ${expected}. Received ${received(value)}`);
}

export function invalidValue(name, value, reason = 'is invalid') {
  const shown = inspect(value);
  const what = name.includes('.') ? 'property' : 'argument';
  return coded(TypeError, 'ERR_INVALID_ARG_VALUE',
    `The ${what} '${name}' ${reason}. Received ${shown.length > 128 ? `${shown.slice(0, 128)}...` : shown}`);
}

export function outOfRange(name, range, value) {
  return coded(RangeError, 'ERR_OUT_OF_RANGE',
    `The value of "${name}" is out of range. It must be ${range}. Received ${inspect(value)}`);
}

export function missing(...names) {
  const quoted = names.map((name) => `"${name}"`);
  const last = quoted.pop();
  const list = quoted.length === 0 ? last : `${quoted.join(', ')}${quoted.length > 1 ? ',' : ''} and ${last}`;
  return coded(TypeError, 'ERR_MISSING_ARGS',
    `The ${list} argument${names.length > 1 ? 's' : ''} must be specified`);
}

export const invalidThis = (name) => coded(TypeError, 'ERR_INVALID_THIS', `Value of "this" must be of type ${name}`);

export const illegalConstructor = () => coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
