// A value in an error's text, as V8 writes it there. Runs nothing of a script: no getter, no toString, no trap.

import { nameOf } from '../circle.js';
import { proxyDetails } from '../engine.js';
import { apply, functionToString, getOwnPropertyDescriptor, toText } from '../host.js';

const { isArray } = Array;
const { getPrototypeOf } = Object;
const { toString: objectToString } = Object.prototype;
const { toString: symbolToString } = Symbol.prototype;

export function keyText(key) {
  return typeof key === 'symbol' ? apply(symbolToString, key, []) : toText(key);
}

// `#<Order>`, `[object Array]`, a function's text, and of anything else its own.
export function brief(value) {
  if (typeof value === 'function') return proxyDetails(value) === undefined ? apply(functionToString, value, []) : '#<Object>';
  if (typeof value === 'symbol') return keyText(value);
  if (typeof value !== 'object' || value === null) return toText(value);
  if (proxyDetails(value) !== undefined) return '#<Object>';
  // As there, what has a toString of its own is told by its tag.
  if (found(value, 'toString') !== objectToString) return '[object ' + (isArray(value) ? 'Array' : tagOf(value)) + ']';
  return '#<' + nameOf(value) + '>';
}

function found(value, key) {
  for (let at = value; at !== null; at = getPrototypeOf(at)) {
    const own = getOwnPropertyDescriptor(at, key);
    if (own !== undefined) return own.value;
  }
  return undefined;
}

function tagOf(value) {
  const tag = found(value, Symbol.toStringTag);
  return typeof tag === 'string' ? tag : getPrototypeOf(value) === null ? 'Object' : nameOf(value);
}

// Where the expression is not to be had: `number 5`, `object null`, `object`.
export function kindOf(value) {
  const type = typeof value;
  if (type === 'string') return 'string "' + value + '"';
  return value === null || value === true || value === false || type === 'number' ? type + ' ' + toText(value) : type;
}
