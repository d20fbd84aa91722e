// The engine's words for mistakes, in those of V8, which authors know and search for: with the name of what was called, read,
// written or iterated over, which the engine leaves out and the script's text has (words/).

import { proxyDetails } from './engine.js';
import { apply, defineProperty, functionToString, getOwnPropertyDescriptor, regExpExec } from './host.js';
import { patternError } from './words/patterns.js';
import { called, find, iterated, takenApart, written } from './words/place.js';
import { brief, keyText, kindOf } from './words/value.js';

const TEXTS = {
  __proto__: null,
  'BigInt are forbidden in JSON.stringify': 'Do not know how to serialize a BigInt',
  'bigint argument with unary +': 'Cannot convert a BigInt value to a number',
  'cannot convert symbol to string': 'Cannot convert a Symbol value to a string',
  'cannot convert symbol to number': 'Cannot convert a Symbol value to a number',
  'BigInt division by zero': 'Division by zero',
  'BigInt operands are forbidden for >>>': 'BigInts have no unsigned right shift, use >> instead',
  'BigInt is too large': 'Maximum BigInt size exceeded',
  'BigInt is too large to allocate': 'Maximum BigInt size exceeded',
  'invalid array length': 'Invalid array length',
  'invalid string length': 'Invalid string length',
  'empty array': 'Reduce of empty array with no initial value',
  'expecting hex digit': 'URI malformed',
  'expecting %': 'URI malformed',
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
  'derived class constructor must return an object or undefined': 'Derived constructors may only return object or undefined',
  toPrimitive: 'Cannot convert object to primitive value',
  'not a Date object': 'this is not a Date object.',
  'invalid target': 'WeakRef: invalid target',
  'out of bound': 'Offset is outside the bounds of the DataView',
  'invalid array buffer length': 'Array buffer allocation failed',
  'promise self resolution': 'Chaining cycle detected for promise #<Promise>',
  'circular prototype chain': 'Cyclic __proto__ value',
  'return not in a function': 'Illegal return statement',
  'break must be inside loop or switch': 'Illegal break statement',
  'continue must be inside loop': 'Illegal continue statement: no surrounding iteration statement',
  'invalid assignment left-hand side': 'Invalid left-hand side in assignment',
  'unexpected end of string': 'Invalid or unexpected token',
  'unexpected character': 'Invalid or unexpected token',
  'invalid number literal': 'Invalid or unexpected token',
  'unexpected end of comment': 'Invalid or unexpected token',
  'unexpected end of regexp': 'Invalid regular expression: missing /',
  'unexpected line terminator in regexp': 'Invalid regular expression: missing /',
  'missing initializer for variable': 'Missing initializer in const declaration',
  "'let' is not a valid lexical identifier": 'let is disallowed as a lexically bound name',
  'expecting catch or finally': 'Missing catch or finally after try',
  'function name expected': 'Function statements require a function name',
  'class statement requires a name': "Unexpected token '{'",
  'super() is only valid in a derived class constructor': "'super' keyword unexpected here",
  "'super' is only valid in a method": "'super' keyword unexpected here",
  'invalid keyword: with': 'Strict mode code may not include a with statement',
  'cannot delete a direct reference in strict mode': 'Delete of an unqualified identifier in strict mode.',
  'Octal literals are not allowed in strict mode': 'Octal literals are not allowed in strict mode.',
  "unexpected 'await' keyword": 'await is only valid in async functions and the top level bodies of modules',
  'unsupported keyword: export': "Unexpected token 'export'",
  'unsupported keyword: enum': 'Unexpected reserved word',
  'Unexpected string template': 'Unexpected template string',
};
// Names can be as long as a script; such a message is not looked at.
const LONGEST = 1000;
const PROPERTY = /^cannot (read|set) property '([^]*)' of (undefined|null)$/;
const BEFORE = /^([\w$]+) is not initialized$/;
const READ_ONLY = /^'[^]*' is read-only$/;
const MIXED = 'cannot convert BigInt to number';
const LENGTH = "'length' is read-only";
const MEMBER = /^private class field '([^]*)' does not exist$/;
const NO_CONSTRUCTOR = /^(?:[^]* is )?not a constructor$/;
const RECEIVER = /^([\w]+) object expected$/;
// Where an error of the engine's own is thrown: StackOrigin in engine/include/stack.h.
const BY_NATIVE = 1;
const FOR_VARIABLE = 2;

const functionPrototype = Function.prototype;
const NO_ITERATOR = " (cannot read property Symbol(Symbol.iterator))";
const SPREAD = 'Spread syntax requires ...iterable[Symbol.iterator] to be a function';

// Who threw what, about what: the arguments of the hook (js_reword in stack.h).
class Mistake {
  constructor(message, origin, about, key, func, place) {
    this.message = message;
    this.isNative = origin === BY_NATIVE;
    this.isOfVariable = origin === FOR_VARIABLE;
    this.about = about;
    this.key = key;
    this.func = func;
    this.place = place;
  }

  // Of a native function its name.
  get name() {
    return getOwnPropertyDescriptor(this.func, 'name')?.value;
  }

  // What stands there in the script, seen by one of words/place.js; which says the same of a place each time.
  see(look, name) {
    if (this.isNative || this.place === undefined) return undefined;
    const found = locate(this.func, this.place);
    if (found === undefined) return undefined;
    if (found[name] === undefined) found[name] = look(found) ?? null;
    return found[name] ?? undefined;
  }
}

// Loops make the same mistake again and again.
const MOST_PLACES = 64;
const PlacesMap = Map;
const { clear: mapClear, get: mapGet, set: mapSet } = Map.prototype;
let count = 0;
const places = new PlacesMap();

function locate(func, { line, column, firstLine, firstColumn }) {
  const key = line * 65536 + column;
  const known = apply(mapGet, places, [key]);
  if (known !== undefined && known.func === func) return known.found;
  const text = apply(functionToString, func, []);
  if (known !== undefined && known.text === text) {
    known.func = func;
    return known.found;
  }
  if (count === MOST_PLACES) {
    apply(mapClear, places, []);
    count = 0;
  }
  const found = find(text, line, column, firstLine, firstColumn);
  if (known === undefined) count++;
  apply(mapSet, places, [key, { __proto__: null, func, text, found }]);
  return found;
}

function notCallable(mistake) {
  const { about } = mistake;
  if (mistake.isNative) return notCallableByNative(mistake);
  const loop = mistake.see(iterated, 'iterated');
  if (loop !== undefined) return loop.text + (loop.isAsync ? ' is not async iterable' : ' is not iterable');
  const call = mistake.see(called, 'called');
  if (call === undefined) return kindOf(about) + ' is not a function';
  return call.text + (call.isNew ? ' is not a constructor' : ' is not a function');
}

function notCallableByNative({ name, about }) {
  if (name === 'Promise') return 'Promise resolver ' + brief(about) + ' is not a function';
  if (name === 'sort' || name === 'toSorted') return 'The comparison function must be either a function or undefined';
  return brief(about) + ' is not a function';
}

function notConstructor(mistake) {
  const { about } = mistake;
  const call = mistake.see(called, 'called');
  // A class that extends null has this one in its place.
  const isNull = about === functionPrototype;
  if (call?.isSuper || isNull) {
    return 'Super constructor ' + (isNull ? 'null' : brief(about)) + ' of ' + (mistake.name || 'anonymous class') + ' is not a constructor';
  }
  if (call === undefined) return (mistake.isNative ? mistake.name : brief(about)) + ' is not a constructor';
  return call.text + ' is not a constructor';
}

const CALL = '(...)';
const MEMBER_OF = /[.[]/;
// What V8 calls the value that a loop has taken.
const LOOP = '.for';

function notIterable(mistake, about) {
  const place = mistake.see(iterated, 'iterated');
  if (mistake.isNative && mistake.name === 'fromEntries' && about === undefined) return 'undefined is not iterable';
  if (place === undefined) return kindOf(about) + ' is not iterable' + NO_ITERATOR;
  if (place.isArgument) {
    return about === undefined || about === null ? place.text + ' is not iterable (cannot read property undefined)' : SPREAD;
  }
  if (place.isAsync) return place.text + ' is not async iterable';
  const { length } = place.text;
  if (apply(endsWith, place.text, [CALL])) {
    return apply(slice, place.text, [0, length - CALL.length]) + ' is not a function or its return value is not iterable';
  }
  // V8 does not find the member that a pattern's value comes from.
  if (place.isPattern && place.text !== LOOP && apply(regExpExec, MEMBER_OF, [place.text]) !== null) return kindOf(about) + ' is not iterable' + NO_ITERATOR;
  return place.text + ' is not iterable';
}

const { endsWith, slice } = String.prototype;
const { getPrototypeOf } = Object;

function notTakenApart(mistake) {
  const place = mistake.see(takenApart, 'takenApart');
  if (place === undefined) return undefined;
  const { property, text, isNested } = place;
  const value = mistake.about === null ? null : undefined;
  if (isNested && property !== undefined) return 'Cannot read properties of ' + value + " (reading '" + property + "')";
  const of = text ?? kindOf(value);
  return 'Cannot destructure ' + (property === undefined ? '' : "property '" + property + "' of ") + "'" + of + "' as it is " + value + '.';
}

// Whose own the property is: V8 names a getter's owner.
function holderOf(value, key) {
  for (let at = value; at !== null && typeof at === 'object'; at = getPrototypeOf(at)) {
    if (getOwnPropertyDescriptor(at, key) !== undefined) return at;
  }
  return value;
}

// Of a property that cannot be written: `object '#<Order>'`, `string 'abc'`.
const owner = (value) => typeof value + " '" + brief(value) + "'";

const BY_MESSAGE = {
  __proto__: null,
  'not a function': notCallable,
  'value is not iterable': (mistake) => notIterable(mistake, mistake.about),
  "cannot read property 'Symbol.iterator' of undefined": (mistake) => notIterable(mistake, undefined),
  "cannot read property 'Symbol.iterator' of null": (mistake) => notIterable(mistake, null),
  "cannot read property 'Symbol.asyncIterator' of undefined": (mistake) => notIterable(mistake, undefined),
  "cannot read property 'Symbol.asyncIterator' of null": (mistake) => notIterable(mistake, null),
  'Cannot convert undefined or null to object': (mistake) => (mistake.isNative ? undefined : notTakenApart(mistake)),
  'cannot convert BigInt to number': ({ isNative }) =>
    (isNative ? 'Cannot convert a BigInt value to a number' : 'Cannot mix BigInt and other types, use explicit conversions'),
  'object is not extensible': ({ isNative, name, key }) => {
    if (key === undefined) return undefined;
    const doing = isNative && name === 'defineProperty' ? 'define' : 'add';
    return 'Cannot ' + doing + ' property ' + keyText(key) + ', object is not extensible';
  },
  'property is not configurable': ({ name, key }) => (name === 'defineProperty' ? 'Cannot redefine property: ' + keyText(key) : undefined),
  'no setter for property': (mistake) => {
    const name = mistake.see(written, 'written');
    return name === undefined ? undefined : 'Cannot set property ' + name + ' of ' + brief(holderOf(mistake.about, name)) + ' which has only a getter';
  },
  'could not delete property': ({ about, key }) =>
    (proxyDetails(about) === undefined ? "Cannot delete property '" + keyText(key) + "' of " + brief(about) : falsish('deleteProperty', key)),
  'proxy: cannot set property': ({ key }) => falsish('set', key),
  'proxy: defineProperty exception': ({ key }) => falsish('defineProperty', key),
  'invalid length': ({ name }) => 'byte length of ' + name + ' should be a multiple of ' + BYTES[name],
  'invalid offset': ({ name }) => (BYTES[name] === undefined ? undefined : 'start offset of ' + name + ' should be a multiple of ' + BYTES[name]),
  'not an object': notAnObject,
  "invalid 'in' operand": ({ about, key }) => (key === undefined ? undefined : "Cannot use 'in' operator to search for '" + keyText(key) + "' in " + brief(about)),
  "invalid 'instanceof' right operand": ({ about }) =>
    "Right-hand side of 'instanceof' is not " + (typeof about === 'object' && about !== null ? 'callable' : 'an object'),
  "operand 'prototype' property is not an object": () => "Function has non-object prototype 'undefined' in instanceof check",
  'parent class must be constructor': ({ about }) => 'Class extends value ' + brief(about) + ' is not a constructor or null',
  "class constructors must be invoked with 'new'": ({ func }) =>
    'Class constructor ' + (getOwnPropertyDescriptor(func, 'name')?.value ?? '') + " cannot be invoked without 'new'",
  'must be called with new': ({ name }) =>
    (name === 'Promise' ? "Promise constructor cannot be invoked without 'new'" : 'Constructor ' + name + " requires 'new'"),
  'cannot convert to BigInt: not an integer': notWhole,
  'cannot convert NaN or Infinity to BigInt': notWhole,
  'cannot convert to BigInt': ({ about }) => 'Cannot convert ' + brief(about) + ' to a BigInt',
  'invalid BigInt literal': ({ about }) =>
    'Cannot convert ' + (typeof about === 'object' && about !== null ? '[object Object]' : brief(about)) + ' to a BigInt',
  'not a symbol': ({ about }) => brief(about) + ' is not a symbol',
  'invalid repeat count': ({ about }) => 'Invalid count value: ' + brief(about),
  'invalid code point': ({ about }) => 'Invalid code point ' + brief(about),
  'invalid number of digits': ({ name }) =>
    name + (name === 'toFixed' ? '() digits argument' : '() argument') + ' must be between ' + (name === 'toPrecision' ? 1 : 0) + ' and 100',
  'null or undefined are forbidden': ({ name }) => 'String.prototype.' + name + ' called on null or undefined',
  "regexp must have the 'g' flag": ({ name }) => 'String.prototype.' + name + ' called with a non-global RegExp argument',
  'regexp not supported': ({ name }) => 'First argument to String.prototype.' + name + ' must not be a regular expression',
  'ArrayBuffer object expected': ({ name }) =>
    (name === 'DataView' ? 'First argument to DataView constructor must be an ArrayBuffer' : undefined),
  'invalid array index': ({ name, about }) =>
    (name === 'ArrayBuffer' ? 'Invalid array buffer length' : 'Invalid typed array length: ' + brief(about)),
};

const falsish = (trap, key) => "'" + trap + "' on proxy: trap returned falsish for property '" + keyText(key) + "'";
const BYTES = {
  __proto__: null, Int16Array: 2, Uint16Array: 2, Int32Array: 4, Uint32Array: 4, Float32Array: 4, Float64Array: 8, BigInt64Array: 8,
  BigUint64Array: 8,
};

function notWhole({ about }) {
  return 'The number ' + brief(about) + ' cannot be converted to a BigInt because it is not an integer';
}

const OF_ENTRIES = { __proto__: null, Map: true, WeakMap: true, fromEntries: true };
const COMBINES = { __proto__: null, all: true, allSettled: true, race: true, any: true };

function notAnObject({ isNative, name, about, key }) {
  if (!isNative) {
    if (key === undefined) return undefined;
    // The characters of a text are its own.
    const isCharacter = typeof about === 'string' && key < about.length;
    if (isCharacter) return "Cannot assign to read only property '" + key + "' of " + owner(about);
    return "Cannot create property '" + keyText(key) + "' on " + owner(about);
  }
  if (OF_ENTRIES[name] === true) return 'Iterator value ' + brief(about) + ' is not an entry object';
  if (name === 'ownKeys') return 'Reflect.ownKeys called on non-object';
  if (COMBINES[name] === true) return 'Promise.' + name + ' called on non-object';
  if (name === 'resolve' || name === 'reject') return 'Promise' + (name === 'resolve' ? 'Resolve' : 'Reject') + ' called on non-object';
  if (name === 'Proxy') return 'Cannot create proxy with a non-object as target or handler';
  if (name === 'setPrototypeOf' && about !== undefined && about !== null) return PROTOTYPE + brief(key);
  if (name === 'setPrototypeOf') return 'Object.setPrototypeOf called on null or undefined';
  if (name === 'getPrototypeOf') return 'Cannot convert undefined or null to object';
  return name === 'defineProperty' || name === 'defineProperties' ? 'Object.' + name + ' called on non-object' : undefined;
}

const PROTOTYPE = 'Object prototype may only be an Object or null: ';
// The engine's texts that lack only the value behind them.
const WITH_VALUE = {
  __proto__: null,
  'object prototype may only be an Object or null': ({ about }) => PROTOTYPE + brief(about),
};

// The commonest of all, before anything is looked up: 'Cannot read properties of undefined'.
function ofProperty(message) {
  if (message[0] !== 'c' || (message[7] !== 'r' && message[7] !== 's') ) return undefined;
  const property = apply(regExpExec, PROPERTY, [message]);
  if (property === null || ITERATORS[property[2]] === true) return undefined;
  const doing = property[1] === 'read' ? 'reading' : 'setting';
  return 'Cannot ' + property[1] + ' properties of ' + property[3] + ' (' + doing + " '" + property[2] + "')";
}

const ITERATORS = { __proto__: null, 'Symbol.iterator': true, 'Symbol.asyncIterator': true };

function reworded(mistake) {
  const { message } = mistake;
  const text = TEXTS[message];
  if (text !== undefined) return text;
  const words = BY_MESSAGE[message] ?? WITH_VALUE[message];
  // PyPI's engine hands on nothing but the error.
  const isTold = mistake.func !== undefined || apply(slice, message, [0, 11]) === 'cannot read' || message === MIXED;
  if (words !== undefined) return isTold ? words(mistake) : undefined;
  if (apply(regExpExec, READ_ONLY, [message]) !== null) {
    if (mistake.isOfVariable) return 'Assignment to constant variable.';
    // Inside a method of arrays the engine does not say of which: the key, if any, is an argument of it.
    if (mistake.key !== 'length' && message === LENGTH) return "Cannot assign to read only property 'length' of object '[object Array]'";
    return mistake.key === undefined ? undefined
      : "Cannot assign to read only property '" + keyText(mistake.key) + "' of " + owner(mistake.about);
  }
  const before = apply(regExpExec, BEFORE, [message]);
  if (before !== null) return "Cannot access '" + before[1] + "' before initialization";
  if (!isTold) return undefined;
  if (apply(regExpExec, NO_CONSTRUCTOR, [message]) !== null) return notConstructor(mistake);
  const member = apply(regExpExec, MEMBER, [message]);
  if (member !== null) return 'Cannot read private member ' + member[1] + ' from an object whose class did not declare it';
  const receiver = apply(regExpExec, RECEIVER, [message]);
  if (receiver !== null) return 'Method ' + receiver[1] + '.prototype.' + mistake.name + ' called on incompatible receiver ' + brief(mistake.about);
  return mistake.isNative ? patternError(message, mistake.about, mistake.key) : undefined;
}

// Called for each error that the engine makes.
export function reword(error, origin = 0, about, key, func, line, column, firstLine, firstColumn) {
  try {
    const own = getOwnPropertyDescriptor(error, 'message');
    if (own === undefined || typeof own.value !== 'string' || own.value.length > LONGEST) return;
    let value = ofProperty(own.value);
    if (value === undefined) {
      const place = line === undefined ? undefined : { __proto__: null, line, column, firstLine, firstColumn };
      value = reworded(new Mistake(own.value, origin, about, key, func, place));
    }
    if (value === undefined) return;
    defineProperty(error, 'message', { __proto__: null, value, writable: true, configurable: true, enumerable: false });
  } catch {
    // Without the memory for it, the engine's words do.
  }
}
