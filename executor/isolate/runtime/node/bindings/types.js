// What kind of object a value is, by what only the true kind can do, not by what it says of itself.

import { promiseDetails, proxyDetails } from '../../engine.js';
import { apply } from '../../host.js';

const { getOwnPropertyDescriptor, getPrototypeOf } = Object;
const { toString } = Object.prototype;

const branded = (method, ...args) => (value) => {
  if (typeof value !== 'object' || value === null) return false;
  try {
    apply(method, value, args);
    return true;
  } catch {
    return false;
  }
};
const getter = (prototype, name) => getOwnPropertyDescriptor(prototype, name).get;
const tag = (value) => apply(toString, value, []);
const isObject = (value) => typeof value === 'object' && value !== null;

export const isDate = branded(Date.prototype.getTime);
const hasSource = branded(getter(RegExp.prototype, 'source'));
export const isRegExp = (value) => hasSource(value) && value !== RegExp.prototype;
export const isMap = branded(getter(Map.prototype, 'size'));
export const isSet = branded(getter(Set.prototype, 'size'));
export const isWeakMap = branded(WeakMap.prototype.has, {});
export const isWeakSet = branded(WeakSet.prototype.has, {});
export const isArrayBuffer = branded(getter(ArrayBuffer.prototype, 'byteLength'));
export const isSharedArrayBuffer = branded(getter(SharedArrayBuffer.prototype, 'byteLength'));
export const isAnyArrayBuffer = (value) => isArrayBuffer(value) || isSharedArrayBuffer(value);
export const isDataView = branded(getter(DataView.prototype, 'buffer'));
export const isNumberObject = branded(Number.prototype.valueOf);
export const isStringObject = branded(String.prototype.valueOf);
export const isBooleanObject = branded(Boolean.prototype.valueOf);
export const isBigIntObject = branded(BigInt.prototype.valueOf);
export const isSymbolObject = branded(Symbol.prototype.valueOf);
export const isBoxedPrimitive = (value) => isObject(value) && (isNumberObject(value) || isStringObject(value) ||
  isBooleanObject(value) || isBigIntObject(value) || isSymbolObject(value));

const { isError } = Error;
export const isNativeError = (value) => isError(value);

// The look inside is a call to the host; only what says that it is a promise is asked.
export const isPromise = (value) => isObject(value) && value instanceof Promise && promiseDetails(value) !== undefined;

// A tag in the object's own chain would be the script's word against the engine's.
const MapIterator = getPrototypeOf(new Map().entries());
const SetIterator = getPrototypeOf(new Set().values());
const Generator = getPrototypeOf(function* () {}).prototype;
const AsyncGenerator = getPrototypeOf(async function* () {}).prototype;
const inherits = (value, ...prototypes) => {
  if (!isObject(value)) return false;
  for (let at = getPrototypeOf(value); at !== null; at = getPrototypeOf(at)) if (prototypes.includes(at)) return true;
  return false;
};
export const isMapIterator = (value) => inherits(value, MapIterator);
export const isSetIterator = (value) => inherits(value, SetIterator);
export const isGeneratorObject = (value) => inherits(value, Generator, AsyncGenerator);
export const isArgumentsObject = (value) => isObject(value) && !(Symbol.toStringTag in value) &&
  tag(value) === '[object Arguments]';

const AsyncFunctions = [getPrototypeOf(async () => {}), getPrototypeOf(async function* () {})];
const GeneratorFunctions = [getPrototypeOf(function* () {}), getPrototypeOf(async function* () {})];
export const isAsyncFunction = (value) => typeof value === 'function' && AsyncFunctions.includes(getPrototypeOf(value));
export const isGeneratorFunction = (value) =>
  typeof value === 'function' && GeneratorFunctions.includes(getPrototypeOf(value));

export const isModuleNamespaceObject = () => false;
export const isExternal = () => false;
export const isProxy = (value) => proxyDetails(value) !== undefined;
