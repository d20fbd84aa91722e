// require(): Node's built-in modules, the preloaded ones and nothing else. No file is ever looked for.

import { apply, defineProperty, indexOf, indirectEval, slice } from './host.js';
import { lookUp } from './node/index.js';
import { SCRIPT_LINES } from './stack.js';

// Moves a lazy source below every line that a script can have, where stack.js knows it from the script's own.
const BELOW = '\n'.repeat(SCRIPT_LINES);

const mains = Object.create(null);
let names = '';
const hasOwn = Object.prototype.hasOwnProperty;

function notFound(id, code = 'MODULE_NOT_FOUND') {
  const error = new Error(
    `Cannot find module '${id}'. Available here: ${names}, and their sub-paths such as 'lodash/get'; ` +
      'files and other packages cannot be loaded.',
  );
  error.code = code;
  return error;
}

// 'lodash/fp/get' → lodash and fp/get, '@scope/name/sub' → @scope/name and sub.
function split(id) {
  const start = id[0] === '@' ? apply(indexOf, id, ['/']) + 1 : 0;
  const slash = apply(indexOf, id, ['/', start]);
  if (slash === -1) return { name: id, path: '' };
  const end = apply(slice, id, [-3]) === '.js' ? -3 : id.length;
  return { name: apply(slice, id, [0, slash]), path: apply(slice, id, [slash + 1, end]) };
}

// Some sub-paths are undefined in Node too (crypto-js/hmac only adds to the core), so an absent one throws here.
function loadSubpath(entry, path, id) {
  if (path in entry.loaded) return entry.loaded[path];
  let value;
  if (apply(hasOwn, entry.subpaths, [path])) {
    value = entry.subpaths[path]();
  } else if (apply(hasOwn, entry.lazy, [path])) {
    // Compiled on first use only: a script pays for the one locale it asks for, nobody for the other ninety.
    const module = { exports: {} };
    indirectEval(`${BELOW}(function (module, exports, require) {${entry.lazy[path]}\n})`)(module, module.exports, require);
    value = module.exports;
  } else {
    // A package that lists its sub-paths fails with another code in Node than one whose files are looked for.
    throw notFound(id, entry.listed ? 'ERR_PACKAGE_PATH_NOT_EXPORTED' : undefined);
  }
  entry.loaded[path] = value;
  return value;
}

export function require(id) {
  if (typeof id !== 'string') {
    const error = new TypeError(`The "id" argument must be of type string. Received ${typeof id}`);
    error.code = 'ERR_INVALID_ARG_TYPE';
    throw error;
  }
  const builtin = lookUp(id);
  if (builtin !== undefined) return builtin.exports;
  const { name, path } = split(id);
  const entry = mains[name];
  if (entry === undefined) throw notFound(id);
  return path === '' ? entry.main : loadSubpath(entry, path, id);
}
defineProperty(require, 'resolve', {
  value: (id) => {
    require(id);
    return id;
  },
});

// Called by the zygote, once per bundle, with the bundle's body as a function, and the sources of what is lazy.
export function define(name, factory, lazy) {
  const module = { exports: {} };
  factory(module, module.exports, require);
  const { main, subpaths, listed = false } = module.exports;
  mains[name] = { main, listed, subpaths: subpaths ?? {}, lazy, loaded: Object.create(null) };
  names += names === '' ? name : `, ${name}`;
}
