// The one door between JavaScript and the process around it, and the pristine functions that the runtime itself uses.
//
// dukpy's bridge is `call_python(name, ...arguments)`. We pass everything in the *name*: it crosses as a plain string,
// while arguments go through JSON.stringify of an array, where a script's `toJSON` could interfere (our engine makes none, for another
// patches.js keeps even the empty array of arguments out of reach). The first character is the operation:
//
//   n  zygote: serve forks; returns only in a fresh isolate      m  rehearse a job; true where the image is made next
//   j  isolate: say READY, wait for a job
//   i  the job's input, parsed                                   d  run promise jobs until none is left
//   w  wait for so many milliseconds (Infinity: for a response), c  one console message (level digit, JSON text)
//      or until a response is there, and return it
//   q  send a request: [head, headers, body as Latin-1];         y  abort the request with this number
//      an error, when it was not even sent
//   a  call a function of the caller's: number, position,        g  the answer to this call is not JSON (number, message)
//      arguments; an error, when it was not even sent
//   k  one operation of Node's crypto (executor/isolate/crypto)          x  the input is not JSON (message)
//   R  the result as bytes (their number, base64)
//   r  the result (JSON text)                                    f  the failure (JSON object)
//   h  room in the heap for a report                             l  the script's turn: its heap limit counts again
//   u  the next unhandled rejection into the exchange            s  the state of a promise in the exchange (engine.js)
//   z  ICU (name and arguments, JSON array)                      b  packing and unpacking (compression.py, brotlis.py), of bytes in the window
//
//   P  the program's function into the exchange; true if it could   T  the program's code as text
//   B  what compiled it is in the exchange (engine.js)
//
// `d` answers true when there are unhandled rejections. `z` and `b` are answered in the zygote, too: `Intl` asks
// it what there is.
// `r`, `f`, `x` and `B` end the process. Names end at the first NUL in dukpy's C code, so free text always travels as JSON.

const bridge = globalThis.call_python;

export const apply = Reflect.apply;
export const stringify = JSON.stringify;
const { defineProperty: define, setPrototypeOf } = Object;
// A script may have put a `get` on Object.prototype, which every descriptor would inherit.
export const defineProperty = (target, key, descriptor) => define(target, key, setPrototypeOf(descriptor, null));
export const getOwnPropertyDescriptor = Object.getOwnPropertyDescriptor;
export const promiseThen = Promise.prototype.then;
export const errorToString = Error.prototype.toString;
export const functionToString = Function.prototype.toString;
export const regExpExec = RegExp.prototype.exec;
export const { charCodeAt, indexOf, padStart, repeat, slice } = String.prototype;
export const { toFixed } = Number.prototype;
const ByteArray = Uint8Array;
export const Pattern = RegExp;
export const indirectEval = globalThis.eval;
export const toText = String;

// Milliseconds, with fractions, on the engine's own clock, which no step of the wall clock moves.
const clock = globalThis.performance;
const engineNow = clock.now;
export const monotonic = () => apply(engineNow, clock, []);

// What Node has in its engine, before anything of ours is among them (`Intl` adds its own). Those without a name in the
// realm are found by what they make.
export const ENGINE_CONSTRUCTORS = new Set([
  ...Object.getOwnPropertyNames(globalThis).map((name) => globalThis[name]),
  ...[ByteArray, function* () {}, async () => {}, async function* () {}].map((made) => Object.getPrototypeOf(made).constructor),
  Object.getPrototypeOf(ByteArray),
]);

// Our own engine makes no array of arguments that are not there, and hands one text more over as it is; that of PyPI's dukpy does
// neither. `cloneData` is what the first has until engine.js takes it.
const isOurs = Map.cloneData !== undefined;

// Raised for the one look at `toJSON` that dukpy's empty array of arguments takes; see patches.js.
export const shield = isOurs ? undefined : { raised: false };

function shielded(text) {
  shield.raised = true;
  try {
    return bridge(text);
  } finally {
    shield.raised = false;
  }
}

export const host = isOurs ? (text) => bridge(text) : shielded;
// An operation and its long text: not one text made of both.
export const hostWith = isOurs ? (operation, text) => bridge(operation, text) : (operation, text) => shielded(operation + text);

const { fromCharCode } = String;
const { subarray } = ByteArray.prototype;
const byteLength = getOwnPropertyDescriptor(Object.getPrototypeOf(ByteArray.prototype), 'byteLength').get;
const charCodeOf = Function.prototype.call.bind(charCodeAt);
// Arguments of one call: far below what fits on the engine's stack.
const CHUNK = 8192;

// Bytes cross the bridge as a string with one character, U+0000 to U+00FF, for each.
export function latin1FromBytes(bytes) {
  const length = apply(byteLength, bytes, []);
  let text = '';
  for (let at = 0; at < length; at += CHUNK) {
    text += apply(fromCharCode, undefined, apply(subarray, bytes, [at, at + CHUNK]));
  }
  return text;
}

export function bytesFromLatin1(text) {
  const { length } = text;
  const bytes = new ByteArray(length);
  for (let at = 0; at < length; at++) bytes[at] = charCodeOf(text, at);
  return bytes;
}
