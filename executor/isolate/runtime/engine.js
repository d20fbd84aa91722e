// What only the engine itself can tell about a value. Values pass between here and the host (promises.py) as
// properties of `exchange`, which no script ever sees; the two methods are the engine's own.

import { apply, host } from './host.js';

export const exchange = {
  __proto__: null,
  JS_GetProxyTarget: undefined,
  JS_GetProxyHandler: undefined,
  JS_CompileProgram: undefined,
  texts_utf8: undefined,
  texts_latin1: undefined,
  texts_utf16: undefined,
  texts_of_utf8: undefined,
  texts_of_latin1: undefined,
  texts_compare: undefined,
  texts_index: undefined,
  collations_compare: undefined,
  collations_compare_units: undefined,
  digests_of_text: undefined,
  numbers_text: undefined,
  direct_take: undefined,
  direct_input: undefined,
  direct_program: undefined,
  direct_drain: undefined,
  direct_result: undefined,
  // Of window.js.
  window: undefined,
  promise: undefined,
  reason: undefined,
  value: undefined,
  result: undefined,
};

// {target, handler} of a proxy, {null, null} of one that was revoked; undefined for what is none. No trap runs.
export function proxyDetails(value) {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return undefined;
  try {
    return {
      __proto__: null,
      target: apply(exchange.JS_GetProxyTarget, value, []),
      handler: apply(exchange.JS_GetProxyHandler, value, []),
    };
  } catch (error) {
    return isRevoked(error) ? { __proto__: null, target: null, handler: null } : undefined;
  }
}

// The engine's words, which no script gets between.
const isRevoked = (error) => error !== null && error.message === 'revoked proxy';

// The bytecode of a text that is one function, null where there can be none; undefined where the text is more than that. Throws as `eval`
// does, and runs nothing.
export const canCompile = () => exchange.JS_CompileProgram !== undefined;
export const compileProgram = (text) => apply(exchange.JS_CompileProgram, undefined, [text]);

// What C has of a job (engine/native/direct.c); undefined where the host has to be asked.
export const takeJob = () => exchange.direct_take();
export const takeInput = () => (exchange.direct_input === undefined ? undefined : exchange.direct_input());
export const sendResult = (text) => (exchange.direct_result === undefined ? undefined : exchange.direct_result(text));

// Runs promise jobs until none is left: whether one was rejected that nobody handles.
export function runJobs() {
  const rejected = exchange.direct_drain === undefined ? null : exchange.direct_drain();
  return rejected === null ? host('d') : rejected;
}

// Of the isolate's program, what its bytecode comes to; undefined where that cannot be read.
export function readProgram() {
  const direct = exchange.direct_program === undefined ? undefined : exchange.direct_program();
  if (direct !== undefined) return direct;
  if (host('P') !== true) return undefined;
  const { value } = exchange;
  exchange.value = undefined;
  return value;
}

export function answerProgram(bytecode) {
  exchange.value = bytecode;
  host('B');
}

// {state: 'pending', 'fulfilled' or 'rejected', result} of a promise, undefined for what is none. Its handlers, and
// whether it has any, stay as they are.
export function promiseDetails(value) {
  if (typeof value !== 'object' || value === null) return undefined;
  exchange.value = value;
  const state = host('s');
  const { result } = exchange;
  exchange.value = exchange.result = undefined;
  return state === undefined ? undefined : { __proto__: null, state, result };
}

// The oldest promise that was rejected and that nobody handles, {promise, reason}; undefined when there is none.
export function nextRejection() {
  if (host('u') !== true) return undefined;
  const { promise, reason } = exchange;
  exchange.promise = exchange.reason = undefined;
  return { __proto__: null, promise, reason };
}

// [is_key_value, then keys and values one after the other] of an iterator over a map or a set, which stays where it is, and
// of a weak collection; undefined for anything else. PyPI's engine cannot tell.
export const collectionDetails = Map.preview ?? (() => undefined);
delete Map.preview;

// The clone of a value that is nothing but data; undefined where there is more to it, and with PyPI's engine.
export const cloneData = Map.cloneData ?? (() => undefined);
delete Map.cloneData;
