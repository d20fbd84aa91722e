// CompressionStream and DecompressionStream, on Node's zlib.

import { lookUp } from '../node/registry.js';
import { invalidThis } from './errors.js';
import { INSPECT, expose, show } from './interface.js';
import { TransformStream } from './streams.js';

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
  const handle = lookUp('zlib').exports[maker]();
  return new TransformStream({
    start(controller) {
      handle.on('data', (chunk) => controller.enqueue(new Uint8Array(chunk)));
      handle.on('error', (error) => controller.error(error));
    },
    transform(chunk) {
      return new Promise((resolve, reject) => {
        handle.write(chunk, (error) => (error ? reject(error) : resolve()));
      });
    },
    flush() {
      return new Promise((resolve, reject) => {
        handle.once('end', resolve);
        handle.once('error', reject);
        handle.end();
      });
    },
    // As over Node's buffers, a first write does not wait for a reader.
  }, undefined, { highWaterMark: 1 });
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
