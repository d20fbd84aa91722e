// structuredClone, as V8's serializer does it: what is cloned, in which order, and the words of the refusals.
//
// Without recursion: the depth of the value is the script's to choose. What an object is, is asked of its internal
// slots, never of its names.

import { cloneData, proxyDetails } from '../engine.js';
import { apply, defineProperty, getOwnPropertyDescriptor } from '../host.js';
import { Blob, bytesOfBlob } from './blob.js';
import { wayToClone } from './cloneable.js';
import { DOMException } from './dom-exception.js';
import { coded } from './errors.js';
import { defineGlobal } from './interface.js';

const { isArray } = Array;
const { isView } = ArrayBuffer;
const { isError } = Error;
const { getPrototypeOf, hasOwn, keys } = Object;
const { toString } = Object.prototype;
const objectPrototype = Object.prototype;
const getter = (prototype, name) => getOwnPropertyDescriptor(prototype, name).get;
const typedArray = getPrototypeOf(Uint8Array.prototype);
const tagOf = getter(typedArray, Symbol.toStringTag);
const views = { __proto__: null };
for (const View of [
  Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array,
  BigInt64Array, BigUint64Array,
]) views[View.name] = View;
if (typeof Float16Array === 'function') views.Float16Array = Float16Array;

const ERRORS = { __proto__: null, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };
// Built-in objects without a clone, by the tags of their prototypes.
const UNCLONEABLE = [
  'Promise', 'WeakMap', 'WeakSet', 'WeakRef', 'FinalizationRegistry', 'Generator', 'AsyncGenerator', 'Array Iterator',
  'Map Iterator', 'Set Iterator', 'String Iterator', 'RegExp String Iterator',
];

// As V8 names a value that it refuses.
function nameOf(value) {
  if (value === null) return 'null';
  if (typeof value === 'function' || typeof value === 'symbol') return String(value);
  const { constructor } = value;
  if (value.toString === toString && typeof constructor === 'function' && constructor.name !== '') {
    return `#<${constructor.name}>`;
  }
  return apply(toString, value, []);
}

const refused = (what) => new DOMException(`${what} could not be cloned.`, 'DataCloneError');
const detached = () => refused('An ArrayBuffer is detached and');

// What has such a slot gives something, whatever its prototype; all else throws.
const probes = [
  [getter(ArrayBuffer.prototype, 'byteLength'), 'ArrayBuffer'],
  [getter(Map.prototype, 'size'), 'Map'],
  [getter(Set.prototype, 'size'), 'Set'],
  [getter(SharedArrayBuffer.prototype, 'byteLength'), 'SharedArrayBuffer'],
  [BigInt.prototype.valueOf, 'BigInt'],
  [getter(Symbol.prototype, 'description'), 'Symbol'],
  [Date.prototype.getTime, 'Date'],
];

function kindOf(value) {
  if (proxyDetails(value) !== undefined) return 'Proxy';
  if (typeof value === 'function') return 'Function';
  if (isArray(value)) return 'Array';
  const prototype = getPrototypeOf(value);
  const tagged = Symbol.toStringTag in value;
  if (!tagged) {
    const kind = apply(toString, value, []).slice(8, -1);
    if (kind !== 'Object' || prototype === objectPrototype || prototype === null) return kind;
  }
  if (isError(value)) return 'Error';
  if (isView(value)) return 'View';
  if (bytesOfBlob(value) !== undefined) return 'Blob';
  for (const [probe, kind] of probes) {
    try {
      apply(probe, value, []);
      return kind;
    } catch { /* not of this kind */ }
  }
  if (tagged && UNCLONEABLE.includes(value[Symbol.toStringTag]) && !hasOwn(value, Symbol.toStringTag)) return 'Uncloneable';
  return 'Object';
}

class Cloning {
  #clones = new Map();
  // Objects under way, the innermost last.
  #stack = [];

  run(value) {
    let result;
    this.#enter(steps([value], (clone) => { result = clone; }));
    while (this.#stack.length > 0) {
      const top = this.#stack[this.#stack.length - 1];
      // Before its last step begins another: a list of lists of lists needs no deep stack.
      if (top.remaining() === 1) this.#stack.pop();
      top.advance(this);
    }
    return result;
  }

  #enter(frame) {
    if (frame.remaining() > 0) this.#stack.push(frame);
  }

  clone(value) {
    if (typeof value === 'symbol') throw refused(nameOf(value));
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return value;
    if (this.#clones.has(value)) return this.#clones.get(value);
    const clone = wayToClone(value)?.() ?? this.#begin(value);
    this.#clones.set(value, clone);
    return clone;
  }

  #begin(value) {
    switch (kindOf(value)) {
      case 'Proxy':
        throw refused(nameOf(proxyDetails(value).target));
      case 'Array': {
        const clone = [];
        clone.length = value.length;
        this.#enter(properties(value, clone));
        return clone;
      }
      case 'Object': {
        const clone = {};
        this.#enter(properties(value, clone));
        return clone;
      }
      case 'Boolean': case 'Number': case 'String': case 'BigInt':
        return Object(value.valueOf());
      case 'Date':
        return new Date(apply(Date.prototype.getTime, value, []));
      case 'RegExp':
        return new RegExp(value.source, value.flags);
      case 'Map': {
        const clone = new Map();
        let key;
        this.#enter(steps([...apply(Map.prototype.entries, value, [])].flat(1), (item, index) => {
          if (index % 2 === 0) key = item;
          else clone.set(key, item);
        }));
        return clone;
      }
      case 'Set': {
        const clone = new Set();
        this.#enter(steps([...apply(Set.prototype.values, value, [])], (item) => { clone.add(item); }));
        return clone;
      }
      case 'Error':
        return this.#error(value);
      case 'ArrayBuffer':
        return this.#buffer(value);
      case 'SharedArrayBuffer':
        return value;
      case 'View':
        return this.#view(value);
      case 'Blob':
        return new Blob([value], { type: value.type });
      default:
        throw refused(nameOf(value));
    }
  }

  #error(value) {
    const { stack } = value;
    const Class = ERRORS[`${value.name}`] ?? Error;
    const clone = new Class();
    const message = getOwnPropertyDescriptor(value, 'message');
    const define = (name, own) => defineProperty(clone, name, { value: own, writable: true, configurable: true });
    if (message !== undefined) define('message', `${value.message}`);
    if (typeof stack === 'string') define('stack', stack);
    if (hasOwn(value, 'cause')) this.#enter(steps([value.cause], (cause) => define('cause', cause)));
    return clone;
  }

  #buffer(value) {
    if (value.detached) throw detached();
    if (!value.resizable) return value.slice();
    const clone = new ArrayBuffer(value.byteLength, { maxByteLength: value.maxByteLength });
    new Uint8Array(clone).set(new Uint8Array(value));
    return clone;
  }

  #view(value) {
    const name = apply(tagOf, value, []);
    const { buffer, byteOffset, byteLength, length } = value;
    const copy = this.clone(buffer);
    return name === undefined ? new DataView(copy, byteOffset, byteLength) : new views[name](copy, byteOffset, length);
  }
}

// The frame of a list of values: each is cloned, and given to `take` with its place.
function steps(values, take) {
  let index = 0;
  return {
    remaining: () => values.length - index,
    advance(cloning) {
      const at = index++;
      take(cloning.clone(values[at]), at);
    },
  };
}

function properties(source, target) {
  const names = keys(source);
  let index = 0;
  return {
    remaining: () => names.length - index,
    advance(cloning) {
      const name = names[index++];
      // A getter may have deleted it.
      if (!hasOwn(source, name)) return;
      const value = cloning.clone(source[name]);
      if (name in target) defineProperty(target, name, { value, writable: true, configurable: true, enumerable: true });
      else target[name] = value;
    },
  };
}

// The buffers to transfer. What can be cloned anyway may be in the list, and stays.
function readTransfer(options) {
  if (options !== undefined && options !== null && typeof options !== 'object' && typeof options !== 'function') {
    throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'The options argument must be either an object or undefined');
  }
  const list = options?.transfer;
  const buffers = new Set();
  if (list === undefined || list === null) return buffers;
  if (typeof list !== 'object' || typeof list[Symbol.iterator] !== 'function') {
    throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'Optional transferList argument must be an iterable');
  }
  for (const item of list) {
    if (typeof item === 'object' && item !== null && wayToClone(item) !== undefined) continue;
    if (typeof item !== 'object' || item === null || kindOf(item) !== 'ArrayBuffer') {
      throw coded(TypeError, 'ERR_INVALID_TRANSFER_OBJECT', 'Found invalid object in transferList');
    }
    if (buffers.has(item)) throw new DOMException('Transfer list contains duplicate ArrayBuffer', 'DataCloneError');
    buffers.add(item);
  }
  return buffers;
}

export const { structuredClone } = {
  structuredClone(value = undefined, options = undefined) {
    if (arguments.length === 0) throw coded(TypeError, 'ERR_MISSING_ARGS', 'The value argument must be specified');
    if (options === undefined && typeof value === 'object' && value !== null) {
      const clone = cloneData(value);
      if (clone !== undefined) return clone;
    }
    const buffers = readTransfer(options);
    const clone = new Cloning().run(value);
    // Copied like any other and detached now: views of a buffer that is gone would have lost their place in it.
    for (const buffer of buffers) if (!buffer.detached) buffer.transfer();
    return clone;
  },
};

defineGlobal('structuredClone', structuredClone, true);
