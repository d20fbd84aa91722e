// What is C++ in Node, by the names that Node's library asks for.

import * as buffer from './buffer.js';
import * as constants from './constants.js';
import * as icu from './icu.js';
import numbers from './crypto/constants.json';
import { binding as crypto } from './crypto/index.js';
import { load } from './lazy.js';
import * as performance from './performance.js';
import * as decoder from './string_decoder.js';
import * as types from './types.js';
import * as util from './util.js';
import * as uv from './uv.js';
import * as zlib from './zlib.js';

const bindings = {
  __proto__: null,
  buffer,
  config: { hasIntl: true, hasInspector: false, hasCrypto: true },
  constants: { ...constants, crypto: constants.fixed(numbers) },
  crypto,
  encoding_binding: { toASCII: icu.toASCII, toUnicode: icu.toUnicode },
  errors: { triggerUncaughtException(error) { setTimeout(() => { throw error; }, 0); } },
  icu,
  lazy: load,
  messaging: {
    get DOMException() { return DOMException; },
    get structuredClone() { return structuredClone; },
  },
  os: {},
  performance,
  // No stream of Node's stands on a handle here.
  stream_wrap: {},
  string_decoder: decoder,
  trace_events: { trace() {}, isTraceCategoryEnabled: () => false },
  types: { ...types },
  url: { format: icu.formatURL, domainToASCII: icu.domainToASCII, domainToUnicode: icu.domainToUnicode },
  util,
  uv,
  zlib,
};

export const internalBinding = (name) => bindings[name];
