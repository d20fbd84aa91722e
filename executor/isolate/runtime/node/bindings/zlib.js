// Node's node_zlib.cc over pako's translation of zlib itself.

import crc from 'pako/lib/zlib/crc32.js';
import deflating from 'pako/lib/zlib/deflate.js';
import inflating from 'pako/lib/zlib/inflate.js';
import ZStream from 'pako/lib/zlib/zstream.js';
import { apply } from '../../host.js';
import { bytesOf } from './buffer.js';
import { zlib as constants } from './constants.js';

const { setImmediate } = globalThis;
const { DEFLATE, GZIP, GUNZIP, DEFLATERAW, INFLATERAW, UNZIP } = constants;
const { Z_OK, Z_STREAM_END, Z_BUF_ERROR, Z_NEED_DICT, Z_DATA_ERROR, Z_FINISH } = constants;
const NAMES = { __proto__: null };
for (const name of ['Z_ERRNO', 'Z_STREAM_ERROR', 'Z_DATA_ERROR', 'Z_MEM_ERROR', 'Z_BUF_ERROR', 'Z_VERSION_ERROR', 'Z_NEED_DICT']) {
  NAMES[constants[name]] = name;
}
const NOTHING = new Uint8Array(0);

export class Zlib {
  #mode;
  #stream;
  #state;
  #callback;
  #dictionary;
  #settings;
  #error = Z_OK;

  constructor(mode) { this.#mode = mode; }

  init(windowBits, level, memLevel, strategy, state, callback, dictionary) {
    if (this.#mode === GZIP || this.#mode === GUNZIP) windowBits += 16;
    if (this.#mode === UNZIP) windowBits += 32;
    if (this.#mode === DEFLATERAW || this.#mode === INFLATERAW) windowBits = -windowBits;
    this.#settings = { windowBits, level, memLevel, strategy };
    this.#state = state;
    this.#callback = callback;
    this.#dictionary = dictionary === undefined ? undefined : bytesOf(dictionary);
    this.reset();
  }

  get #deflates() { return this.#mode === DEFLATE || this.#mode === GZIP || this.#mode === DEFLATERAW; }

  reset() {
    const { windowBits, level, memLevel, strategy } = this.#settings;
    this.#stream = new ZStream();
    this.#error = this.#deflates
      ? deflating.deflateInit2(this.#stream, level, constants.Z_DEFLATED ?? 8, windowBits, memLevel, strategy)
      : inflating.inflateInit2(this.#stream, windowBits);
    if (this.#error === Z_OK && this.#dictionary !== undefined) {
      if (this.#deflates) this.#error = deflating.deflateSetDictionary(this.#stream, this.#dictionary);
      else if (this.#mode === INFLATERAW) this.#error = inflating.inflateSetDictionary(this.#stream, this.#dictionary);
    }
    if (this.#error !== Z_OK) this.#fail('Failed to set dictionary');
  }

  // pako has no deflateParams: what follows is compressed as before, which changes its size and nothing else.
  params() {}

  close() { this.#stream = undefined; }

  #inflate(flush) {
    const stream = this.#stream;
    let result = inflating.inflate(stream, flush);
    if (this.#mode !== INFLATERAW && result === Z_NEED_DICT && this.#dictionary !== undefined) {
      result = inflating.inflateSetDictionary(stream, this.#dictionary);
      if (result === Z_OK) result = inflating.inflate(stream, flush);
      // Says that the dictionary is another one.
      else if (result === Z_DATA_ERROR) result = Z_NEED_DICT;
    }
    // Members of a gzip file that follow one another; what begins with a zero byte is padding. `flags` are those of a
    // gzip header, or 0.
    const isGzip = this.#mode === GUNZIP || (this.#mode === UNZIP && stream.state.flags > 0);
    while (stream.avail_in > 0 && isGzip && result === Z_STREAM_END && stream.input[stream.next_in] !== 0) {
      inflating.inflateReset(stream);
      result = inflating.inflate(stream, flush);
    }
    return result;
  }

  #run(flush, input, inOffset, inLength, output, outOffset, outLength) {
    const stream = this.#stream;
    stream.input = input ?? NOTHING;
    stream.next_in = inOffset;
    stream.avail_in = inLength;
    stream.output = output;
    stream.next_out = outOffset;
    stream.avail_out = outLength;
    this.#error = this.#deflates ? deflating.deflate(stream, flush) : this.#inflate(flush);
    if (this.#isWrong(flush)) return false;
    [this.#state[0], this.#state[1]] = [stream.avail_out, stream.avail_in];
    return true;
  }

  #isWrong(flush) {
    switch (this.#error) {
      case Z_OK:
      case Z_BUF_ERROR:
        if (this.#stream.avail_out === 0 || flush !== Z_FINISH) return false;
        this.#error = Z_BUF_ERROR;
        this.#fail('unexpected end of file');
        return true;
      case Z_STREAM_END:
        return false;
      case Z_NEED_DICT:
        this.#fail(this.#dictionary === undefined ? 'Missing dictionary' : 'Bad dictionary');
        return true;
      default:
        this.#fail('Zlib error');
        return true;
    }
  }

  #fail(message) {
    const told = this.#stream?.msg;
    this.onerror(typeof told === 'string' && told !== '' && this.#error !== Z_BUF_ERROR ? told : message,
      this.#error, NAMES[this.#error]);
  }

  writeSync(...args) {
    this.#run(...args);
  }

  write(...args) {
    setImmediate(() => {
      if (this.#stream !== undefined && this.#run(...args)) apply(this.#callback, this, []);
    });
  }
}

class Brotli {
  constructor() {
    throw Object.assign(new Error('Brotli is not available here: use gzip or deflate; fetch and axios unpack what they receive'),
      { code: 'ERR_FEATURE_UNAVAILABLE' });
  }
}

export { Brotli as BrotliDecoder, Brotli as BrotliEncoder };
export const crc32 = (data, value) => {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  return crc(value ^ 0, bytes, bytes.length, 0) >>> 0;
};
