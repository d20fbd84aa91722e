// What Node asks V8 about a value. Where this engine lets nobody look, the answer is the one that claims nothing.

import { collectionDetails, promiseDetails, proxyDetails } from '../../engine.js';
import { ENGINE_CONSTRUCTORS, apply } from '../../host.js';

const { getOwnPropertyDescriptor, getPrototypeOf } = Object;
const { ownKeys } = Reflect;
const toStringOf = Object.prototype.toString;
const { has } = Set.prototype;

export const constants = {
  kPending: 0,
  kFulfilled: 1,
  kRejected: 2,
  kExiting: 0,
  kExitCode: 1,
  kHasExitCode: 2,
  ALL_PROPERTIES: 0,
  ONLY_WRITABLE: 1,
  ONLY_ENUMERABLE: 2,
  ONLY_CONFIGURABLE: 4,
  SKIP_STRINGS: 8,
  SKIP_SYMBOLS: 16,
  kDisallowCloneAndTransfer: 0,
  kTransferable: 1,
  kCloneable: 2,
};

export const privateSymbols = {
  arrow_message_private_symbol: Symbol('node:arrowMessage'),
  decorated_private_symbol: Symbol('node:decorated'),
  untransferable_object_private_symbol: Symbol('node:untransferableObject'),
  transfer_mode_private_symbol: Symbol('node:transfer_mode'),
};

const isIndex = (key) => typeof key === 'string' && `${key >>> 0}` === key && key >>> 0 !== 4294967295;

export function getOwnNonIndexProperties(object, filter) {
  const keys = [];
  for (const key of ownKeys(object)) {
    if (isIndex(key)) continue;
    if ((filter & constants.SKIP_SYMBOLS) !== 0 && typeof key === 'symbol') continue;
    if ((filter & constants.ONLY_ENUMERABLE) !== 0 && !getOwnPropertyDescriptor(object, key)?.enumerable) continue;
    keys.push(key);
  }
  return keys;
}

const STATES = { __proto__: null, pending: constants.kPending, fulfilled: constants.kFulfilled, rejected: constants.kRejected };

export function getPromiseDetails(promise) {
  const details = promiseDetails(promise);
  return details === undefined ? [constants.kPending, undefined] : [STATES[details.state], details.result];
}

export function getProxyDetails(value, both = true) {
  const details = proxyDetails(value);
  if (details === undefined) return undefined;
  return both ? [details.target, details.handler] : details.target;
}

// The entries of an iterator or a weak collection, one after the other; with a second argument, whether they are pairs too.
export function previewEntries(value, isIterator) {
  const [isKeyValue, ...entries] = collectionDetails(value) ?? [false];
  return isIterator ? [entries, isKeyValue] : entries;
}

export const getExternalValue = () => 0n;
export const getCallSites = () => [];
export const getCallerLocation = () => undefined;
export const isInsideNodeModules = () => false;
export const isArrayBufferDetached = (buffer) => buffer.detached === true;
export const guessHandleType = () => 'PIPE';
export const sleep = () => {};
export const toUSVString = (text) => `${text}`.toWellFormed();
export const shouldAbortOnUncaughtToggle = [0];

export function isConstructor(value) {
  try {
    Reflect.construct(Object, [], value);
    return true;
  } catch {
    return false;
  }
}

export function getConstructorName(object) {
  for (let at = object; at !== null; at = getPrototypeOf(at)) {
    const own = getOwnPropertyDescriptor(at, 'constructor');
    if (typeof own?.value === 'function' && own.value.name !== '') return own.value.name;
  }
  return apply(toStringOf, object, []).slice(8, -1);
}

export class WeakReference {
  #value;

  constructor(value) { this.#value = value; }

  get() { return this.#value; }

  incRef() {}

  decRef() {}
}

// The format of .env files, as Node 20 reads it.
const ENTRY = /^[ \t]*(?:export[ \t]+)?([^=#\s][^=\n]*?)[ \t]*=[ \t]*(?:"([^"]*)"|'([^']*)'|`([^`]*)`|([^\n#]*))?[^\n]*$/gm;

export function parseEnv(content) {
  const result = {};
  for (const [, key, double, single, back, bare] of content.replaceAll('\r\n', '\n').matchAll(ENTRY)) {
    result[key] = double?.replaceAll('\\n', '\n') ?? single ?? back ?? bare?.trim() ?? '';
  }
  return result;
}

// Inside of what is bytecode nothing has a source that would begin with `class`. What tells a class is a prototype that
// cannot be replaced; the engine's own constructors have that, too, and Node calls them functions.
export const isClass = (value) => (
  getOwnPropertyDescriptor(value, 'prototype')?.writable === false && !apply(has, ENGINE_CONSTRUCTORS, [value])
);
