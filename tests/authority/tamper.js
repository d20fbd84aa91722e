// Replaces one function of one intrinsic object, uses all that the runtime offers, and ends.

const { path, index, mode } = input;
const apply = Reflect.apply;
const define = Object.defineProperty;
const sourceOf = Function.prototype.toString;
const test = RegExp.prototype.exec;
const owner = (0, eval)(path);
const key = typeof index === 'string' ? index : Reflect.ownKeys(owner)[index];
const property = Object.getOwnPropertyDescriptor(owner, key);
const Failure = Error;
let recorded = null;

function replacement(original) {
  return function (...values) {
    if (mode === 'throw') throw new Failure('tampered');
    if (mode === 'garbage') return { done: true };
    recorded = { __proto__: null, self: this, values, before: recorded };
    return original === undefined ? undefined : new.target ? Reflect.construct(original, values) : apply(original, this, values);
  };
}

if (property === undefined || property.configurable) {
  if (property !== undefined && typeof property.value === 'function') {
    define(owner, key, { value: replacement(property.value), writable: true, configurable: true });
  } else {
    const old = property ?? {};
    define(owner, key, { get: replacement(old.get), set: replacement(old.set), configurable: true });
  }
} else if (property.writable) {
  owner[key] = replacement(property.value);
}

try {
  console.log('%s', 'text', { a: [1] });
  console.group('group');
  console.error(new Failure('shown'));
} catch { /* the script's own doing, as below */ }
try { require('lodash/get'); require('date-fns/locale/de'); } catch { /**/ }
try { require('missing'); } catch { /**/ }
try { crypto.randomUUID(); crypto.getRandomValues(new Uint8Array(4)); } catch { /**/ }
try { null.x; } catch (error) { try { void error.stack; } catch { /**/ } }
try { setTimeout(() => {}, 0); clearTimeout(setInterval(() => {}, 1)); } catch { /**/ }
try { await new Promise((resolve) => { setTimeout(resolve, 0); }); } catch { /**/ }
try { null.y; } catch (error) { try { void error.stack; } catch { /**/ } }

if (mode !== 'record') {
  if (mode === 'throw') null.own;
  return 1;
}
// Whatever reached the recorder: the bridge, a function that calls it, or the text of an operation.
const PRIVATE = /\bbridge\(|\bhost\(|call_python|getFunctionName/;
const OPERATION = /^(?:c\d"|f\{|r\{)|^\(async function \(input, require\)/;
let found = '';
const look = (value) => {
  if (typeof value === 'function') {
    const source = apply(sourceOf, value, []);
    if (apply(test, PRIVATE, [source]) && !(source.length > 1000)) found += `function: ${source}\n`;
  } else if (typeof value === 'string' && apply(test, OPERATION, [value])) found += `text: ${value}\n`;
};
if (property !== undefined && property.configurable) define(owner, key, property);
else if (property === undefined) delete owner[key];
for (; recorded !== null; recorded = recorded.before) {
  for (const value of [recorded.self, ...recorded.values]) {
    look(value);
    if (typeof value === 'object' && value !== null) {
      try { for (const name of Reflect.ownKeys(value).slice(0, 50)) look(value[name]); } catch { /**/ }
    }
  }
}
return found;
