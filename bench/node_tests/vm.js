// What tests ask of `vm`: values of another realm. There is none in an isolate, so on both sides they are of this one.

'use strict';

const evaluate = globalThis.eval;

// With the context's own names in sight.
const evaluateIn = (source, context = {}) =>
  new Function('source', ...Object.keys(context), 'return eval(source)')(source, ...Object.values(context));

class Script {
  #source;
  constructor(source) { this.#source = source; }
  runInThisContext() { return evaluate(this.#source); }
  runInNewContext(context) { return evaluateIn(this.#source, context); }
}

module.exports = {
  Script,
  createContext: (context = {}) => context,
  isContext: () => true,
  runInContext: evaluateIn,
  runInNewContext: evaluateIn,
  runInThisContext: (source) => evaluate(source),
};
