// TextDecoder. UTF-8 and UTF-16 are decoded here, in the engine's own loops; the legacy encodings by @exodus/bytes.

import { normalizeEncoding } from '@exodus/bytes/encoding.js';
import { createMultibyteDecoder } from '@exodus/bytes/multi-byte.js';
import { createSinglebyteDecoder } from '@exodus/bytes/single-byte.js';
import { bytesOf } from './bytes.js';
import { coded, invalidThis, invalidType } from './errors.js';
import { INSPECT, expose, inspect } from './interface.js';
import { decodeUtf8, unfinished } from './utf8.js';

const MULTIBYTE = ['big5', 'euc-jp', 'euc-kr', 'gb18030', 'gbk', 'iso-2022-jp', 'shift_jis'];
const BOM = '\ufeff';
const EMPTY = new Uint8Array(0);
const CHUNK = 8192;

function join(head, tail) {
  if (head.length === 0) return tail;
  const all = new Uint8Array(head.length + tail.length);
  all.set(head);
  all.set(tail, head.length);
  return all;
}

function utf16Text(bytes, bigEndian) {
  const units = new Uint16Array(bytes.length >> 1);
  if (bigEndian) {
    for (let i = 0; i < units.length; i++) units[i] = (bytes[2 * i] << 8) | bytes[2 * i + 1];
  } else {
    new Uint8Array(units.buffer).set(bytes.subarray(0, 2 * units.length));
  }
  let text = '';
  for (let at = 0; at < units.length; at += CHUNK) text += String.fromCharCode.apply(null, units.subarray(at, at + CHUNK));
  return text;
}

// Each decoder: {decode(bytes, fatal): text or undefined, unfinished(bytes): how many at the end may still be completed}.
const UTF8 = { decode: decodeUtf8, unfinished };
const utf16 = (bigEndian) => ({
  decode(bytes, fatal) {
    const text = utf16Text(bytes, bigEndian);
    const odd = bytes.length % 2 === 1;
    if (fatal) return odd || !text.isWellFormed() ? undefined : text;
    // Half a pair and half a unit after it are one mistake.
    const cut = odd && /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text;
    return cut.toWellFormed() + (odd ? '\ufffd' : '');
  },
  unfinished(bytes) {
    const odd = bytes.length % 2;
    const high = bytes[bytes.length - odd - (bigEndian ? 2 : 1)];
    return odd + (high >= 0xd8 && high < 0xdc ? 2 : 0);
  },
});
const UNICODE = { __proto__: null, 'utf-8': UTF8, 'utf-16le': utf16(false), 'utf-16be': utf16(true) };

export class TextDecoder {
  #encoding;
  #fatal;
  #ignoreBOM;
  #pending = EMPTY;
  #bomSeen = false;
  #streaming = false;
  #legacy;

  constructor(encoding = 'utf-8', options = {}) {
    encoding = `${encoding}`;
    if (typeof options !== 'object') throw invalidType('options', 'of type object', options);
    const name = normalizeEncoding(encoding);
    if (name === null || name === 'replacement') {
      throw coded(RangeError, 'ERR_ENCODING_NOT_SUPPORTED', `The "${encoding}" encoding is not supported`);
    }
    this.#encoding = name;
    this.#fatal = !!options?.fatal;
    this.#ignoreBOM = !!options?.ignoreBOM;
    if (UNICODE[name] !== undefined) return;
    this.#legacy = MULTIBYTE.includes(name)
      ? createMultibyteDecoder(name, !this.#fatal)
      : createSinglebyteDecoder(name, !this.#fatal);
  }

  static #check(decoder) {
    if (typeof decoder !== 'object' || decoder === null || !(#encoding in decoder)) throw invalidThis('TextDecoder');
  }

  #invalid() {
    this.#pending = EMPTY;
    this.#streaming = false;
    return coded(TypeError, 'ERR_ENCODING_INVALID_ENCODED_DATA',
      `The encoded data was not valid for encoding ${this.#encoding}`);
  }

  decode(input = EMPTY, options = {}) {
    TextDecoder.#check(this);
    let bytes = bytesOf(input);
    if (bytes === undefined) {
      throw coded(TypeError, 'ERR_INVALID_ARG_TYPE',
        'The "list" argument must be an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView.');
    }
    if (typeof options !== 'object') throw invalidType('options', 'of type object', options);
    const stream = !!options?.stream;
    if (this.#legacy !== undefined) return this.#decodeLegacy(bytes, stream);

    if (!this.#streaming) this.#bomSeen = false;
    const codec = UNICODE[this.#encoding];
    bytes = join(this.#pending, bytes);
    const held = stream ? codec.unfinished(bytes) : 0;
    this.#pending = held > 0 ? bytes.slice(bytes.length - held) : EMPTY;
    if (held > 0) bytes = bytes.subarray(0, bytes.length - held);
    let text = codec.decode(bytes, this.#fatal);
    if (text === undefined) throw this.#invalid();
    if (!this.#bomSeen && text !== '') {
      this.#bomSeen = true;
      if (!this.#ignoreBOM && text[0] === BOM) text = text.slice(1);
    }
    this.#streaming = stream;
    return text;
  }

  #decodeLegacy(bytes, stream) {
    try {
      return this.#legacy(bytes, stream);
    } catch {
      throw this.#invalid();
    }
  }

  get encoding() {
    TextDecoder.#check(this);
    return this.#encoding;
  }

  get fatal() {
    TextDecoder.#check(this);
    return this.#fatal;
  }

  get ignoreBOM() {
    TextDecoder.#check(this);
    return this.#ignoreBOM;
  }

  [INSPECT](depth, options) {
    TextDecoder.#check(this);
    if (typeof depth === 'number' && depth < 0) return this;
    const constructor = this.constructor ?? TextDecoder;
    const shown = Object.create({ constructor });
    Object.assign(shown, { encoding: this.encoding, fatal: this.fatal, ignoreBOM: this.ignoreBOM });
    return `${constructor.name} ${inspect(shown)}`;
  }
}

expose(TextDecoder, ['decode', 'encoding', 'fatal', 'ignoreBOM']);

// The tables of the multi-byte encodings are made on first use, which takes up to 3 ms: here, once.
for (const name of MULTIBYTE) new TextDecoder(name).decode(new Uint8Array([0xb0, 0xa1]));
