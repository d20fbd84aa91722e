// What undici's fetch asks of Node, by the name of the built-in module: see modules/lib/undici.mjs. Few of them are the
// modules that scripts get: most are needed for a function or two, and some must be other than Node's.

import { lookUp } from '../node/registry.js';

const { EventEmitter } = lookUp('events').exports;
const streams = lookUp('stream').exports;
const util = lookUp('util').exports;
const { PassThrough, Readable, Transform } = streams;

function assert(ok, message) {
  if (!ok) throw new Error(message ?? 'fetch: the state of a request is not as expected');
}
assert.equal = (actual, expected) => assert(actual === expected);
assert.strictEqual = assert.equal;

// The broker has decoded the body already. undici goes on asking by the header, which stays as it came.
const decoded = () => new PassThrough();

export const modules = {
  __proto__: null,
  assert,
  buffer: { Blob, File, get resolveObjectURL() { return lookUp('buffer').exports.resolveObjectURL; } },
  crypto: {
    getHashes: () => ['sha256', 'sha384', 'sha512'],
    // For the option `integrity`.
    createHash: (name) => lookUp('crypto').exports.createHash(name),
    // For the boundary of a form.
    randomInt: (from, to) => from + Math.floor(Math.random() * (to - from)),
  },
  events: Object.assign(EventEmitter, {
    getMaxListeners: EventEmitter.getMaxListeners ?? (() => 0),
    setMaxListeners: EventEmitter.setMaxListeners ?? (() => {}),
    getEventListeners: EventEmitter.getEventListeners ?? (() => []),
  }),
  http: { IncomingMessage: class IncomingMessage {}, STATUS_CODES: {} },
  net: { isIP: () => 0 },
  perf_hooks: { performance: { now: () => globalThis.performance.now() } },
  querystring: { stringify: (query) => new URLSearchParams(query).toString() },
  // `finished` is there for the timing of resources only, which nobody can read here.
  stream: {
    PassThrough,
    Readable,
    Transform,
    pipeline: streams.pipeline,
    finished() {},
    isDisturbed: streams.isDisturbed,
    isErrored: streams.isErrored,
    isReadable: streams.isReadable,
  },
  util,
  'util/types': util.types,
  worker_threads: { markAsUncloneable() {} },
  zlib: {
    constants: {},
    createGunzip: decoded,
    createInflate: decoded,
    createInflateRaw: decoded,
    createBrotliDecompress: decoded,
  },
};

// In the engine, which counts references, an object that nothing else holds is gone at once: undici's own weak
// references would lose a response before the script has it, and end the body of one whose `body` alone is kept.
// A process that lives for one script has nothing to give back.
export class WeakRef {
  #target;

  constructor(target) { this.#target = target; }

  deref() { return this.#target; }
}

export class FinalizationRegistry {
  register() {}

  unregister() {}
}

// Failures that Node does not have come from the operator's policy and limits. The message alone is what most authors
// ever see, so it says what can be changed.
export function fetchFailed(cause) {
  const code = cause?.code;
  const ours = typeof code === 'string' && code.startsWith('ERR_EGRESS_');
  return new TypeError(ours ? `fetch failed: ${cause.message}` : 'fetch failed', { cause });
}
