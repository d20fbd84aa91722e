// The engine's words for the commonest mistakes, in those of V8, which authors know and search for. Only where the
// engine's say all that V8's do: what it leaves out (what was called that is no function, whether a constant or a frozen
// property was written) is not made up.

import { apply, defineProperty, getOwnPropertyDescriptor, regExpExec } from './host.js';

const TEXTS = {
  __proto__: null,
  "cannot read property 'Symbol.iterator' of undefined":
    'undefined is not iterable (cannot read property Symbol(Symbol.iterator))',
  "cannot read property 'Symbol.iterator' of null": 'object null is not iterable (cannot read property Symbol(Symbol.iterator))',
  'BigInt are forbidden in JSON.stringify': 'Do not know how to serialize a BigInt',
  'bigint argument with unary +': 'Cannot convert a BigInt value to a number',
  'cannot convert symbol to string': 'Cannot convert a Symbol value to a string',
  'cannot convert symbol to number': 'Cannot convert a Symbol value to a number',
  'BigInt division by zero': 'Division by zero',
  'BigInt operands are forbidden for >>>': 'BigInts have no unsigned right shift, use >> instead',
  'invalid array length': 'Invalid array length',
  'invalid string length': 'Invalid string length',
  'empty array': 'Reduce of empty array with no initial value',
  'expecting hex digit': 'URI malformed',
  'expecting surrogate pair': 'URI malformed',
  'invalid UTF-8 start code': 'URI malformed',
  'cannot invoke a running generator': 'Generator is already running',
  'invalid value used as WeakMap key': 'Invalid value used as weak map key',
  'invalid value used as WeakSet key': 'Invalid value used in weak set',
  'bad normalization form': 'The normalization form should be one of NFC, NFD, NFKC, NFKD.',
  "'this' can be initialized only once": 'Super constructor may only be called once',
  'Date value is NaN': 'Invalid time value',
  'this is not initialized':
    "Must call super constructor in derived class before accessing 'this' or returning from derived constructor",
};
// Names can be as long as a script; such a message is not looked at.
const LONGEST = 1000;
const PROPERTY = /^cannot (read|set) property '([^]*)' of (undefined|null)$/;
const BEFORE = /^([\w$]+) is not initialized$/;
const READ_ONLY = /^'[^]*' is read-only$/;
// Where an error of the engine's own is thrown: StackOrigin in engine/include/stack.h.
const BY_NATIVE = 1;
const FOR_VARIABLE = 2;

function reworded(message, origin) {
  if (message === 'cannot convert BigInt to number') {
    return origin === BY_NATIVE ? 'Cannot convert a BigInt value to a number'
      : 'Cannot mix BigInt and other types, use explicit conversions';
  }
  if (origin === FOR_VARIABLE && apply(regExpExec, READ_ONLY, [message]) !== null) return 'Assignment to constant variable.';
  const text = TEXTS[message];
  if (text !== undefined) return text;
  const property = apply(regExpExec, PROPERTY, [message]);
  if (property !== null) {
    const doing = property[1] === 'read' ? 'reading' : 'setting';
    return 'Cannot ' + property[1] + ' properties of ' + property[3] + ' (' + doing + " '" + property[2] + "')";
  }
  const before = apply(regExpExec, BEFORE, [message]);
  if (before !== null) return "Cannot access '" + before[1] + "' before initialization";
  return undefined;
}

// Called for each error that the engine makes.
export function reword(error, origin = 0) {
  try {
    const own = getOwnPropertyDescriptor(error, 'message');
    if (own === undefined || typeof own.value !== 'string' || own.value.length > LONGEST) return;
    const value = reworded(own.value, origin);
    if (value === undefined) return;
    defineProperty(error, 'message', { __proto__: null, value, writable: true, configurable: true, enumerable: false });
  } catch {
    // Without the memory for it, the engine's words do.
  }
}
