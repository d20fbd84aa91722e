// The one door between JavaScript and the process around it, and the pristine functions that the runtime itself uses.
//
// dukpy's bridge is `call_python(name, ...arguments)`. We pass everything in the *name*: it crosses as a plain string,
// while arguments go through JSON.stringify of an array, where a script's `toJSON` could interfere (patches.js keeps
// even the empty array of arguments out of reach). The first character is the operation:
//
//   n  zygote: serve forks; returns only in a fresh isolate      j  isolate: say READY, wait for a job
//   i  the job's input, parsed                                   d  run promise jobs until none is left
//   w  sleep for so many milliseconds                            c  one console message (level digit, JSON text)
//   e  so many random bytes from the operating system, in hex    x  the input is not JSON (message)
//   r  the result (JSON text)                                    f  the failure (JSON object)
//   h  room in the heap for a report
//
// `r`, `f` and `x` end the process. Names end at the first NUL in dukpy's C code, so free text always travels as JSON.

const bridge = globalThis.call_python;

export const apply = Reflect.apply;
export const stringify = JSON.stringify;
export const defineProperty = Object.defineProperty;
export const getOwnPropertyDescriptor = Object.getOwnPropertyDescriptor;
export const promiseThen = Promise.prototype.then;
export const errorToString = Error.prototype.toString;
export const functionToString = Function.prototype.toString;
export const regExpExec = RegExp.prototype.exec;
export const { charCodeAt, indexOf, repeat, slice } = String.prototype;
export const Pattern = RegExp;
export const indirectEval = globalThis.eval;
export const toText = String;

// Milliseconds, with fractions, on the engine's own clock, which no step of the wall clock moves.
const clock = globalThis.performance;
const engineNow = clock.now;
export const monotonic = () => apply(engineNow, clock, []);

// Raised for the one look at `toJSON` that dukpy's empty array of arguments takes; see patches.js.
export const shield = { raised: false };

export function host(text) {
  shield.raised = true;
  try {
    return bridge(text);
  } finally {
    shield.raised = false;
  }
}
