// Error stacks as a script's author expects them: V8's layout, the author's own lines, none of our frames.

import { apply, defineProperty, errorToString, getOwnPropertyDescriptor, regExpExec, slice } from './host.js';
import { callSite } from './callsites.js';
import { reword } from './wording.js';

// What the script's own frames are called. The engine names all evaluated text `<input>`.
export const SCRIPT = 'script.js';
const EVALUATED = '<input>';
// Modules compiled on demand are evaluated text as well; they begin below this line (see modules.js). A script of more
// lines would need more than twice the default code limit in line ends alone.
export const SCRIPT_LINES = 131072;
// Files of the machinery: the zygote's evals and this runtime.
const HIDDEN = { __proto__: null, '<dukpy>': true, 'executor:runtime': true };

// Everything before the author's first character stands on the author's first line, so that lines need no shift and
// only columns of line 1 do.
export const PREFIX = '(async function (input, require) {';

const ErrorClass = Error;
const BEFORE_FRAME = '\n    at '.length;
let isPreparing = false;

function position(file, line, column) {
  if (file !== EVALUATED) return file + ':' + line + ':' + column;
  if (line > SCRIPT_LINES) return 'module:' + (line - SCRIPT_LINES) + ':' + column;
  // Text that the script itself evaluated can begin left of the prefix; leave its columns alone.
  if (line === 1 && column >= PREFIX.length) column = column - PREFIX.length || 1;
  return SCRIPT + ':' + line + ':' + column;
}

// What a frame says of itself. A frame also has `getFunction`: on a stack that reaches into the machinery it would give
// a script the bridge. So every method is taken off the frames' prototype, and a frame that leaked would be inert.
const [isNative, isConstructor, getFileName, getFunctionName, getLineNumber, getColumnNumber] = takeMethods([
  'isNative', 'isConstructor', 'getFileName', 'getFunctionName', 'getLineNumber', 'getColumnNumber',
]);

// PyPI's engine has no isConstructor.
function unknown() { return false; }

// Whether lines and columns are those of what went wrong, as in V8; PyPI's engine has them of what came before.
export const isExact = isConstructor !== unknown;

function takeMethods(names) {
  let prototype;
  Error.prepareStackTrace = (error, sites) => { prototype = Object.getPrototypeOf(sites[0]); };
  void new Error().stack;
  const methods = names.map((name) => {
    const method = prototype[name];
    return method === undefined ? unknown : (site) => apply(method, site, []);
  });
  for (const key of Reflect.ownKeys(prototype)) {
    if (getOwnPropertyDescriptor(prototype, key).configurable) delete prototype[key];
    else if (typeof prototype[key] === 'function') throw new Error(`stack frames keep their ${String(key)}`);
  }
  return methods;
}

function frameText(site, next) {
  const file = getFileName(site);
  const name = getFunctionName(site);
  if (isNative(site)) {
    const calledByUs = next === undefined || HIDDEN[getFileName(next)] === true;
    return name && !calledByUs ? '\n    at ' + name + ' (native)' : '';
  }
  if (file === null || HIDDEN[file] === true) return '';
  // JSON.parse marks its *text* as a file of that name too: not a place in the script.
  if (name === null && next !== undefined && isNative(next) && getFunctionName(next) === 'parse') return '';
  const where = position(file, getLineNumber(site), getColumnNumber(site));
  if (!name || name === '<eval>') return '\n    at ' + where;
  // Of a function that awaits the engine says so in the name.
  if (name === 'async ') return '\n    at async ' + where;
  return '\n    at ' + (isConstructor(site) ? 'new ' : '') + name + ' (' + where + ')';
}

// Called when a stack is first read; before that, as the engine throws an error of its own, without frames but with where
// it is thrown (wording.js).
function format(error, sites, limit = sites?.length, about, key, func, line, column, firstLine, firstColumn) {
  if (sites === undefined) return reword(error, limit, about, key, func, line, column, firstLine, firstColumn);
  // PyPI's engine calls this once, when the error is made.
  if (isConstructor === unknown) reword(error);
  const frames = framesOf(sites, limit);
  const own = getOwnPropertyDescriptor(ErrorClass, 'prepareStackTrace')?.value;
  if (typeof own === 'function' && !isPreparing) return prepared(own, error, frames);
  let text = apply(errorToString, error, []);
  for (let i = 0; i < frames.length; i++) text += frames[i];
  return text;
}

// By the script's own function. Errors that it makes itself are put in words as usual.
function prepared(own, error, frames) {
  const sites = [];
  for (let i = 0; i < frames.length; i++) {
    defineProperty(sites, i, {
      value: callSite(apply(slice, frames[i], [BEFORE_FRAME])), writable: true, enumerable: true, configurable: true,
    });
  }
  isPreparing = true;
  try {
    return apply(own, ErrorClass, [error, sites]);
  } finally {
    isPreparing = false;
  }
}

function framesOf(sites, limit) {
  const frames = [];
  // No template literals in what runs beside a script: the engine calls String.prototype.concat for them.
  // Never an index past the end: a getter on Array.prototype would be handed the frames as its `this`.
  const last = sites.length - 1;
  for (let i = 0, shown = 0; i <= last && shown < limit; i++) {
    const frame = frameText(sites[i], i < last ? sites[i + 1] : undefined);
    if (frame === '') continue;
    // Not `push`: a script may have replaced it, or put a setter on Array.prototype.
    defineProperty(frames, shown, { value: frame, writable: true, enumerable: true, configurable: true });
    shown++;
  }
  return frames;
}

// The engine keeps the hook in its context; the property is then hidden, as it is undefined in Node.
Error.prepareStackTrace = format;
defineProperty(Error, 'prepareStackTrace', {
  value: undefined, writable: true, configurable: true, enumerable: false,
});

const OWN_FRAME = /(?:^|\n) {4}at (?:async |new )?(?:([^\n]*) \()?script\.js:(\d+):(\d+)/;

// The first frame of the author's own code in a stack: {line, column}, zeros where there is none; `name` is its
// function's ('' for none), `end` where the frame ends in the stack.
export function locate(stack) {
  const match = apply(regExpExec, OWN_FRAME, [stack]);
  if (match === null) return { line: 0, column: 0, name: '', end: 0 };
  return { line: +match[2], column: +match[3], name: match[1] ?? '', end: match.index + match[0].length };
}
