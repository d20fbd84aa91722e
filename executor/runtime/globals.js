// What a code block takes for granted and the engine lacks: from well-kept packages, evaluated once in the zygote.

import 'core-js/web/url.js';
import 'core-js/web/url-search-params.js';
import 'core-js/web/structured-clone.js';
import 'core-js/web/dom-exception.js';
import 'core-js/stable/atob.js';
import 'core-js/stable/btoa.js';
import '@kayahr/text-encoding/encodings/utf-16be';
import '@kayahr/text-encoding/encodings/utf-16le';
import '@kayahr/text-encoding/encodings/windows-1252';
// UTF-8, UTF-16 and Latin-1; the legacy multi-byte encodings would be half a megabyte of tables.
import { TextDecoder, TextEncoder } from '@kayahr/text-encoding/no-encodings';
import { defineProperty, promiseThen, apply, monotonic } from './host.js';

// core-js keeps its state there for other copies of itself; a script has no use for it.
delete globalThis['__core-js_shared__'];

// The package's encode() takes strings only; the standard's converts.
const { encode } = TextEncoder.prototype;
TextEncoder.prototype.encode = { encode(input = '') { return apply(encode, this, [String(input)]); } }.encode;

for (const [name, value] of Object.entries({ TextDecoder, TextEncoder })) {
  defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
}

const resolved = Promise.resolve();

// Only what a block may ask about without a host behind it.
const process = {
  env: {},
  platform: 'linux',
  arch: 'x64',
  version: 'v20.0.0',
  versions: { node: '20.0.0' },
  argv: ['node', 'script.js'],
  pid: 1,
  cwd: () => '/',
  nextTick: (callback, ...args) => { apply(promiseThen, resolved, [() => callback(...args)]); },
  exit() {
    throw new Error('process.exit() is not available: a code block ends with return, or by throwing');
  },
};
defineProperty(process, Symbol.toStringTag, { value: 'process', configurable: true });
globalThis.process = process;
globalThis.global = globalThis;

// The engine counts from its own start, long before the job; Node from the start of the program.
let origin = Date.now();
let engineOrigin = monotonic();

export function startClock() {
  origin = Date.now();
  engineOrigin = monotonic();
}

globalThis.performance = {
  now: () => monotonic() - engineOrigin,
  get timeOrigin() { return origin; },
};
