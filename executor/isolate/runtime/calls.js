// Functions that the caller of a conversation offers, as `host` of its script: each sends a call to the server and gives a
// promise of the answer. The host loop waits for answers together with responses, and hands each to `deliverAnswer`.

import { circleMessage } from './circle.js';
import { expect } from './egress.js';
import { apply, defineProperty, getOwnPropertyDescriptor, host, indexOf, slice, stringify } from './host.js';
import { isCircular, parse } from './json.js';

const ErrorClass = Error;
const PromiseClass = Promise;
const RangeErrorClass = RangeError;
const SyntaxErrorClass = SyntaxError;
const TypeErrorClass = TypeError;
const { freeze } = Object;
const { get: mapGet, set: mapSet, delete: mapDelete } = Map.prototype;
const waiting = new Map();
let made = 0;

const hide = (target, key, value) => defineProperty(target, key, {
  __proto__: null, value, writable: true, configurable: true, enumerable: false,
});

// JSON of one argument, which fails where a result would.
function argumentText(name, index, value) {
  const which = 'argument ' + (index + 1) + ' of host.' + name;
  if (typeof value === 'function' || typeof value === 'symbol') {
    throw new TypeErrorClass(which + ' is a ' + typeof value + ', which cannot be JSON');
  }
  try {
    return stringify(value) ?? 'null';
  } catch (error) {
    if (isCircular(error)) throw new TypeErrorClass(which + ' cannot be JSON: ' + circleMessage(value));
    // What the script's own getters and toJSON throw is theirs.
    if (!(error instanceof TypeErrorClass)) throw error;
    throw new TypeErrorClass(which + ' cannot be JSON: ' + error.message);
  }
}

function argumentsText(name, values) {
  let text = '[';
  for (let index = 0; index < values.length; index++) {
    text += (index > 0 ? ',' : '') + argumentText(name, index, values[index]);
  }
  return text + ']';
}

// An error with the frames of the call, which `at` was made in: where an answer comes there are none of the script.
function failed(error, name, message, at) {
  if (name !== error.name) hide(error, 'name', name);
  const { stack } = at;
  const frames = typeof stack === 'string' ? apply(indexOf, stack, ['\n    at ']) : -1;
  const title = message === '' ? name : name + ': ' + message;
  hide(error, 'stack', frames === -1 ? title : title + apply(slice, stack, [frames]));
  return error;
}

// What the server, or the host, says: with `code` in its own words, otherwise in those of the caller's function.
function failure({ name, message, code, actual, limit }, at) {
  if (code === '') return failed(new ErrorClass(message), name, message, at);
  const isOver = limit > 0;
  const error = isOver ? new RangeErrorClass(message) : new ErrorClass(message);
  defineProperty(error, 'code', { __proto__: null, value: code, writable: true, configurable: true, enumerable: true });
  if (isOver) {
    hide(error, 'actual', actual);
    hide(error, 'limit', limit);
  }
  return failed(error, isOver ? 'RangeError' : 'Error', message, at);
}

// What is thrown in here rejects the promise.
const call = (name, position, values) => new PromiseClass((resolve, reject) => {
  const at = new ErrorClass();
  const number = made + 1;
  const refused = host('a' + number + ',' + position + ',' + argumentsText(name, values));
  if (refused !== undefined) throw failure(refused, at);
  made = number;
  apply(mapSet, waiting, [number, { __proto__: null, resolve, reject, at }]);
  expect(1);
});

// A global and no parameter: a script that declares a `host` of its own has that, as it would have with any global.
export function offer(names) {
  const functions = { __proto__: null };
  for (let position = 0; position < names.length; position++) {
    const name = names[position];
    const made = { [name](...values) { return call(name, position, values); } };
    defineProperty(functions, name, {
      __proto__: null, value: freeze(made[name]), writable: false, configurable: false, enumerable: true,
    });
  }
  hide(globalThis, 'host', freeze(functions));
}

// Whether what the host's wait brought is an answer to a call: {call, json, error}, one of the two null.
export const isAnswer = (brought) => getOwnPropertyDescriptor(brought, 'call') !== undefined;

export function deliverAnswer({ call: number, json, error }) {
  const { resolve, reject, at } = apply(mapGet, waiting, [number]);
  apply(mapDelete, waiting, [number]);
  expect(-1);
  if (json === null) return reject(failure(error, at));
  if (json === '') return resolve(undefined);
  let value;
  try {
    value = parse(json);
  } catch (problem) {
    // No memory for it, most often.
    if (!(problem instanceof SyntaxErrorClass)) return reject(problem);
    // The caller is told, and the run is over.
    return void host('g' + number + ',' + stringify(problem.message));
  }
  resolve(value);
}
