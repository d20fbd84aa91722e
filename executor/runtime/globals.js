// What a code block takes for granted and the engine lacks: from well-kept packages, evaluated once in the zygote.

import 'core-js/web/url.js';
import 'core-js/web/url-search-params.js';
import 'core-js/web/structured-clone.js';
import 'core-js/web/dom-exception.js';
import { defineProperty, promiseThen, apply } from './host.js';

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
const engineNow = performance.now;
let engineOrigin = apply(engineNow, performance, []);

export function startClock() {
  origin = Date.now();
  engineOrigin = apply(engineNow, performance, []);
}

globalThis.performance = {
  now: () => apply(engineNow, performance, []) - engineOrigin,
  get timeOrigin() { return origin; },
};
