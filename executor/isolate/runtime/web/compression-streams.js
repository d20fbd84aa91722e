// CompressionStream and DecompressionStream, on Node's zlib.

import { lookUp } from '../node/registry.js';
import { invalidThis } from './errors.js';
import { INSPECT, expose, show } from './interface.js';

const COMPRESS = { __proto__: null, deflate: 'createDeflate', 'deflate-raw': 'createDeflateRaw', gzip: 'createGzip' };
const DECOMPRESS = { __proto__: null, deflate: 'createInflate', 'deflate-raw': 'createInflateRaw', gzip: 'createGunzip' };

function through(makers, format) {
  const maker = makers[String(format)];
  if (maker === undefined) {
    const known = Object.keys(makers).map((name) => `'${name}'`).join(', ');
    const { inspect } = lookUp('util').exports;
    const error = new TypeError(`The argument 'format' must be one of: ${known}. Received ${inspect(format)}`);
    throw Object.assign(error, { code: 'ERR_INVALID_ARG_VALUE' });
  }
  // Not at the start, when Node's streams are not there yet.
  const adapters = require('node:internal/webstreams/adapters');
  return adapters.newReadableWritablePairFromDuplex(lookUp('zlib').exports[maker]());
}

class CompressionStream {
  #stream;

  constructor(format) {
    this.#stream = through(COMPRESS, format);
  }

  static #check(stream) {
    if (typeof stream !== 'object' || stream === null || !(#stream in stream)) throw invalidThis('CompressionStream');
  }

  get readable() {
    CompressionStream.#check(this);
    return this.#stream.readable;
  }

  get writable() {
    CompressionStream.#check(this);
    return this.#stream.writable;
  }

  [INSPECT](depth, options) {
    CompressionStream.#check(this);
    const { readable, writable } = this;
    return show('CompressionStream', { readable, writable }, depth, options);
  }
}

class DecompressionStream {
  #stream;

  constructor(format) {
    this.#stream = through(DECOMPRESS, format);
  }

  static #check(stream) {
    if (typeof stream !== 'object' || stream === null || !(#stream in stream)) throw invalidThis('DecompressionStream');
  }

  get readable() {
    DecompressionStream.#check(this);
    return this.#stream.readable;
  }

  get writable() {
    DecompressionStream.#check(this);
    return this.#stream.writable;
  }

  [INSPECT](depth, options) {
    DecompressionStream.#check(this);
    const { readable, writable } = this;
    return show('DecompressionStream', { readable, writable }, depth, options);
  }
}

expose(CompressionStream, ['readable', 'writable']);
expose(DecompressionStream, ['readable', 'writable']);
