// Walks all that a script can reach and returns every string on the way, one a line.

// Some getters answer with a promise that is rejected, and some of what is called rejects one later.
process.on('unhandledRejection', (reason) => note(reason));
process.on('uncaughtException', (error) => note(error));

const strings = new Set();
const seen = new Set();
const todo = [];
const sourceOf = Function.prototype.toString;

function note(value) {
  if (typeof value === 'string') strings.add(value);
  else if (typeof value === 'symbol') strings.add(String(value));
  else if ((typeof value === 'object' && value !== null) || typeof value === 'function') {
    if (!seen.has(value)) {
      seen.add(value);
      todo.push(value);
    }
  }
}

// The value of a call, or what it threw: both are looked at.
function attempt(call) {
  try {
    note(call());
  } catch (error) {
    note(error);
    try { note(error.stack); note(error.message); } catch { /* an error that refuses is none of the host's */ }
  }
}

function visit(object) {
  for (const key of Reflect.ownKeys(object)) {
    note(key);
    // The bytes of an array of numbers hold no text that its owner does not.
    if (ArrayBuffer.isView(object) && /^\d+$/.test(String(key))) continue;
    const property = Object.getOwnPropertyDescriptor(object, key);
    note(property.value);
    note(property.get);
    note(property.set);
    if (property.get) {
      for (const receiver of [object, undefined, globalThis, {}, [], () => 1]) {
        attempt(() => Reflect.apply(property.get, receiver, []));
      }
    }
  }
  attempt(() => Object.getPrototypeOf(object));
  attempt(() => object.constructor);
  attempt(() => Object.prototype.toString.call(object));
  attempt(() => String(object));
  if (object instanceof Map || object instanceof Set) attempt(() => [...object]);
  if (typeof object === 'function') {
    strings.add(sourceOf.call(object));
    for (const name of ['caller', 'callee', 'arguments', 'fileName', 'lineNumber', 'name']) attempt(() => object[name]);
  }
}

note(globalThis);
note(input);
note(require);
for (const id of input.modules) attempt(() => require(id));
for (const make of [
  async () => {}, function* () {}, async function* () {}, [][Symbol.iterator](), new Map().entries(), ''.matchAll(/x/g),
  ''[Symbol.iterator](), Object.getPrototypeOf(Uint8Array), (function () { return arguments })(), new WeakRef({}),
  Iterator.from([]), process.nextTick, new URL('http://a'), setTimeout(() => {}, 1), (async () => {})(), Symbol.prototype,
]) note(make);

// Errors and stacks of many kinds, also from inside jobs, builtins, evaluated text and modules.
const failures = [
  () => null.x, () => missing, () => JSON.parse('{'), () => new RegExp('('), () => eval('('), () => Function('(')(),
  () => new Array(-1), () => 1n + 1, () => Symbol() + '', () => [1].map(() => null.x), () => require('fs'),
  () => require('/etc/passwd'), () => require(1), () => process.exit(), () => crypto.getRandomValues(1), () => new URL('x'),
  () => structuredClone(() => 1), () => atob('*'), () => require('lodash').template('<% x %>')(), () => decodeURI('%'),
  () => (function f() { f() })(), () => { throw new AggregateError([new Error('a')], 'b', { cause: new Error('c') }) },
  () => require('axios').get(':'), () => new Proxy({}, { get() { throw new Error('trap') } }).x,
  () => eval('import.meta'), () => Error.captureStackTrace({}), () => setTimeout(1), () => require('lodash/../x'),
];
for (const failure of failures) attempt(failure);
for (const name of ['fs', '<dukpy>', 'executor:runtime', 'lodash', '/etc/passwd', './x', '\ud800', 'a\0b', 'file:///etc/hosts']) {
  await import(name).then(note, (error) => { note(error); note(error.stack); note(error.message); });
}
await require('axios').get('http://127.0.0.1/').then(note, (error) => { note(error); note(error.stack); note(error.toJSON()); });
note(new Request('http://a/', { method: 'POST', body: 'x', signal: new AbortController().signal }));
note(new Response(new FormData()));
note(new Response('x').body);
await fetch('http://127.0.0.1/').then(note, (error) => { note(error); note(error.stack); note(error.cause); });
await new Promise((resolve) => {
  const request = require('http').request('http://127.0.0.1/');
  note(request);
  for (const event of ['socket', 'error']) request.on(event, note);
  request.on('close', resolve);
  request.end();
});
await null;
for (const failure of failures) attempt(failure);
await new Promise((resolve) => setTimeout(() => { for (const failure of failures) attempt(failure); resolve(); }, 1));

// Frames, should the engine hand any out: by the hook, and as the `this` of a getter past the end of their array.
const hooked = [];
Error.prepareStackTrace = (_, sites) => { hooked.push(sites); return 'hooked'; };
attempt(() => null.x);
Error.prepareStackTrace = undefined;
for (let index = 0; index < 40; index++) {
  Object.defineProperty(Array.prototype, index, { configurable: true, get() { hooked.push(this); return undefined; } });
}
const stack = new Error('frames').stack;
for (let index = 0; index < 40; index++) delete Array.prototype[index];
note(stack);
for (const frames of hooked) note(frames);

while (todo.length > 0) visit(todo.pop());
return { objects: seen.size, text: [...strings].join('\n') };
