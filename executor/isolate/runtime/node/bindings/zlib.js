// Node's node_zlib.cc over the zlib of the host (executor/isolate/compression.py).

import { apply, host } from '../../host.js';
import { ROOM, put } from '../../window.js';
import { bytesOf, encode } from './buffer.js';
import { zlib as constants } from './constants.js';
import { pass } from './pieces.js';

const { setImmediate } = globalThis;
const { min } = Math;
const { DEFLATE, GZIP, DEFLATERAW } = constants;
const { Z_OK, Z_STREAM_END, Z_BUF_ERROR, Z_NEED_DICT, Z_NO_FLUSH, Z_FINISH } = constants;
const NAMES = { __proto__: null };
for (const name of ['Z_ERRNO', 'Z_STREAM_ERROR', 'Z_DATA_ERROR', 'Z_MEM_ERROR', 'Z_BUF_ERROR', 'Z_VERSION_ERROR', 'Z_NEED_DICT']) {
  NAMES[constants[name]] = name;
}
const NOTHING = new Uint8Array(0);
// Bytes that one call out packs: with the two highest levels data can be made of which 64 KiB take a quarter of a second.
const PIECE = { __proto__: null, 8: 8192, 9: 8192 };
const isPacking = (mode) => mode === DEFLATE || mode === GZIP || mode === DEFLATERAW;

// Streams that a script let go of without closing them.
const dropped = new FinalizationRegistry((number) => { host('be ' + number); });
const { register, unregister } = FinalizationRegistry.prototype;

export class Zlib {
  #mode;
  // The host's, 0 for none.
  #number = 0;
  #state;
  #callback;
  #dictionary;
  #settings;
  #piece;
  #error = Z_OK;
  #told = '';

  constructor(mode) { this.#mode = mode; }

  init(windowBits, level, memLevel, strategy, state, callback, dictionary) {
    this.#settings = [windowBits, level, memLevel, strategy].map((each) => each | 0).join(' ');
    this.#piece = (isPacking(this.#mode) && PIECE[level]) || ROOM;
    this.#state = state;
    this.#callback = callback;
    this.#dictionary = dictionary === undefined ? undefined : bytesOf(dictionary);
    this.reset();
  }

  reset() {
    this.close();
    if (this.#dictionary !== undefined) this.#giveDictionary(this.#dictionary);
    const { 0: error, 1: number } = host('bo ' + this.#mode + ' ' + this.#settings);
    this.#error = error;
    if (error !== Z_OK) return this.#fail('Failed to set dictionary');
    this.#number = number;
    apply(register, dropped, [this, number, this]);
  }

  #giveDictionary(bytes) {
    for (let at = 0; at < bytes.length; at += ROOM) {
      const size = min(ROOM, bytes.length - at);
      put(bytes, at, size);
      host('bd ' + size);
    }
  }

  // What follows is packed as before, which changes its size and nothing else: Python has no deflateParams.
  params() {}

  close() {
    if (this.#number === 0) return;
    apply(unregister, dropped, [this]);
    host('be ' + this.#number);
    this.#number = 0;
  }

  #run(flush, input, inOffset, inLength, output, outOffset, outLength) {
    if (this.#number === 0) throw new Error('zlib binding closed');
    // A script may call it, too.
    flush |= 0;
    const { answer, ...left } = pass(
      (size, room, isLast) => host('bw ' + this.#number + ' ' + (isLast ? flush : Z_NO_FLUSH) + ' ' + size + ' ' + room),
      (error) => error === Z_OK, this.#piece,
      input ?? NOTHING, inOffset >>> 0, inLength >>> 0, output, outOffset >>> 0, outLength >>> 0,
    );
    this.#error = answer[0];
    this.#told = answer[3];
    if (this.#isWrong(flush, left.outLength)) return false;
    this.#state[0] = left.outLength;
    this.#state[1] = left.inLength;
    return true;
  }

  #isWrong(flush, outLength) {
    switch (this.#error) {
      case Z_OK:
      case Z_BUF_ERROR:
        if (outLength === 0 || flush !== Z_FINISH) return false;
        this.#error = Z_BUF_ERROR;
        this.#fail('unexpected end of file');
        return true;
      case Z_STREAM_END:
        return false;
      case Z_NEED_DICT:
        this.#fail(this.#dictionary === undefined ? 'Missing dictionary' : 'Bad dictionary');
        return true;
      default:
        this.#fail(this.#told || 'Zlib error');
        return true;
    }
  }

  #fail(message) {
    this.onerror(message, this.#error, NAMES[this.#error]);
  }

  writeSync(...args) {
    this.#run(...args);
  }

  write(...args) {
    setImmediate(() => {
      if (this.#number !== 0 && this.#run(...args)) apply(this.#callback, this, []);
    });
  }
}

export { BrotliDecoder, BrotliEncoder } from './brotli.js';

// Up to so many bytes a table costs less than the way to the host.
const FEW = 128;
const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit++) byte = (byte >>> 1) ^ (byte & 1 ? 0xedb88320 : 0);
  return byte;
});

function crc32OfFew(bytes, length, value) {
  let sum = ~value;
  for (let at = 0; at < length; at++) sum = (sum >>> 8) ^ TABLE[(sum ^ bytes[at]) & 0xff];
  return ~sum >>> 0;
}

export function crc32(data, value) {
  const bytes = typeof data === 'string' ? encode(data) : bytesOf(data);
  const { length } = bytes;
  let sum = value >>> 0;
  if (length <= FEW) return crc32OfFew(bytes, length, sum);
  for (let at = 0; at < length; at += ROOM) {
    const size = min(ROOM, length - at);
    put(bytes, at, size);
    sum = host('bc ' + sum + ' ' + size);
  }
  return sum;
}
