// The table of Node's built-in modules: what each file of this directory puts in, and what require() finds.

import { apply, slice } from '../host.js';

const modules = { __proto__: null };
const reasons = { __proto__: null };
// What Node knows under its `node:` name only; without it these are names of packages like any other.
const PREFIX_ONLY = { __proto__: null, test: true, 'test/reporters': true, sea: true, sqlite: true };

// `names`: one name, or several for one module; without `node:`.
export function register(names, module) {
  for (const name of [names].flat()) modules[name] = module;
}

// Modules that there cannot be, and one sentence that says why and what to do instead.
export function refuse(names, reason) {
  for (const name of [names].flat()) reasons[name] = reason;
}

function refusal(name) {
  const error = new Error(`The built-in module '${name}' is not available here: ${reasons[name]}`);
  // As for any module that is not there, so that the usual fallback of a library (`catch`, look at the code, go on
  // without) works.
  error.code = 'MODULE_NOT_FOUND';
  return error;
}

function unknown(id) {
  const error = new Error('No such built-in module: ' + id);
  error.code = 'ERR_UNKNOWN_BUILTIN_MODULE';
  return error;
}

// {exports} of the built-in module that `id` means, undefined when it means none. Throws for one that is refused.
export function lookUp(id) {
  const prefixed = apply(slice, id, [0, 5]) === 'node:';
  const name = prefixed ? apply(slice, id, [5]) : id;
  if (prefixed || PREFIX_ONLY[name] !== true) {
    const module = modules[name];
    if (module !== undefined) return { exports: module };
    if (reasons[name] !== undefined) throw refusal(name);
  }
  if (prefixed) throw unknown(id);
  return undefined;
}
