// What Node's tests ask of `../common`: names and meanings are Node's, the code is not.

'use strict';

const assert = require('assert');
const { inspect } = require('util');

const expectations = [];

function expected(callback, wanted, isLeast) {
  if (typeof callback === 'number') [callback, wanted] = [undefined, callback];
  const inner = callback ?? (() => {});
  const note = { name: inner.name || '<anonymous>', wanted, isLeast, calls: 0 };
  expectations.push(note);
  const counted = function(...args) {
    note.calls++;
    return Reflect.apply(inner, this, args);
  };
  for (const key of ['name', 'length']) {
    Object.defineProperty(counted, key, { value: inner[key], writable: false, enumerable: false, configurable: true });
  }
  return counted;
}

const mustCall = (callback, exactly = 1) => expected(callback, exactly, false);
const mustCallAtLeast = (callback, least = 1) => expected(callback, least, true);

const mustSucceed = (callback, exactly) => mustCall(function(error, ...args) {
  assert.ifError(error);
  return typeof callback === 'function' ? Reflect.apply(callback, this, args) : undefined;
}, exactly);

function mustNotCall(message = 'function should not have been called') {
  return function mustNotCall(...args) {
    assert.fail(args.length > 0 ? `${message}\ncalled with arguments: ${args.map((value) => inspect(value)).join(', ')}` : message);
  };
}

function unmet() {
  const failed = expectations.find(({ wanted, isLeast, calls }) => (isLeast ? calls < wanted : calls !== wanted));
  return failed === undefined ? '' :
    `${failed.name}: ${failed.calls} calls, wanted ${failed.isLeast ? 'at least' : 'exactly'} ${failed.wanted}`;
}

const expectsError = (validator, exactly) => mustCall((...args) => {
  assert.strictEqual(args.length, 1);
  const [error] = args;
  assert.strictEqual(Object.prototype.propertyIsEnumerable.call(error, 'message'), false);
  assert.throws(() => { throw error; }, validator);
  return true;
}, exactly);

// By name of a warning: the function that is to get those.
let awaited;

function oneKind(name, list) {
  return mustCall((warning) => {
    assert.ok(list.length > 0, `one ${name} too many: ${warning.message}`);
    const [message, code] = list.shift();
    assert.strictEqual(warning.name, name);
    if (typeof message === 'string') assert.strictEqual(warning.message, message);
    else assert.match(warning.message, message);
    assert.strictEqual(warning.code, code);
  }, list.length);
}

function pairs(wanted, code) {
  if (typeof wanted === 'string' || wanted instanceof RegExp) return [[wanted, code]];
  if (!Array.isArray(wanted)) return Object.entries(wanted).map(([key, message]) => [message, key]);
  return Array.isArray(wanted[0]) ? [...wanted] : [[wanted[0], wanted[1]]];
}

function expectWarning(names, wanted, code) {
  if (awaited === undefined) {
    awaited = new Map();
    process.on('warning', (warning) => {
      if (!awaited.has(warning.name)) throw new TypeError(`a warning that nobody expects: ${inspect(warning)}`);
      awaited.get(warning.name)(warning);
    });
  }
  const kinds = typeof names === 'string' ? [[names, wanted]] : Object.entries(names);
  for (const [name, list] of kinds) awaited.set(name, oneKind(name, pairs(list, code)));
}

function skip(message) {
  throw Object.assign(new Error(message), { [Symbol.for('node-tests.skip')]: true });
}

// The end of the messages of ERR_INVALID_ARG_TYPE.
function invalidArgTypeHelper(value) {
  if (value === undefined || value === null) return ` Received ${value}`;
  if (typeof value === 'function') return ` Received function ${value.name}`;
  if (typeof value === 'object') {
    const name = value.constructor?.name;
    return name ? ` Received an instance of ${name}` : ` Received ${inspect(value, { depth: -1 })}`;
  }
  const shown = inspect(value, { colors: false });
  return ` Received type ${typeof value} (${shown.length > 28 ? `${shown.slice(0, 25)}...` : shown})`;
}

const VIEWS = [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array,
               Float64Array, BigInt64Array, BigUint64Array, DataView];

function getArrayBufferViews({ buffer, byteOffset, byteLength }) {
  return VIEWS.filter(({ BYTES_PER_ELEMENT: size = 1 }) => byteLength % size === 0)
    .map((View) => new View(buffer, byteOffset, byteLength / (View.BYTES_PER_ELEMENT ?? 1)));
}

// What would fail in a proxy's target.
function mustNotMutateObjectDeep(original) {
  if (original === null || typeof original !== 'object') return original;
  const fail = (what) => () => assert.fail(`Expected no side effects, got ${what}`);
  return new Proxy(original, {
    __proto__: null,
    get: (target, key, receiver) => mustNotMutateObjectDeep(Reflect.get(target, key, receiver)),
    set: fail('a property set'),
    defineProperty: fail('a property defined'),
    deleteProperty: fail('a property deleted'),
    preventExtensions: fail('extensions prevented'),
    setPrototypeOf: fail('a prototype set'),
  });
}

module.exports = {
  [Symbol.for('node-tests.unmet')]: unmet,
  allowGlobals() {},
  enoughTestMem: false,
  expectsError,
  expectWarning,
  getArrayBufferViews,
  getBufferSources: (buffer) => [...getArrayBufferViews(buffer), new Uint8Array(buffer).buffer],
  hasCrypto: true,
  hasFipsCrypto: false,
  hasIPv6: false,
  hasIntl: true,
  hasOpenSSL3: true,
  hasOpenSSL31: false,
  hasQuic: false,
  invalidArgTypeHelper,
  isAIX: false,
  isAsan: false,
  isDumbTerminal: true,
  isFreeBSD: false,
  isIBMi: false,
  isLinux: true,
  isMainThread: true,
  isOSX: false,
  isOpenBSD: false,
  isPi: false,
  isSunOS: false,
  isWindows: false,
  mustCall,
  mustCallAtLeast,
  mustNotCall,
  mustNotMutateObjectDeep,
  mustSucceed,
  nodeProcessAborted: () => false,
  opensslCli: false,
  platformTimeout: (milliseconds) => milliseconds,
  printSkipMessage() {},
  skip,
  spawnPromisified: () => skip('a test of processes'),
  skipIf32Bits() {},
  skipIfDumbTerminal() {},
  skipIfEslintMissing: () => skip('no ESLint'),
  skipIfInspectorDisabled: () => skip('no inspector'),
  skipIfWorker() {},
};
