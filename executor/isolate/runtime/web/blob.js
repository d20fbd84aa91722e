// Blob and File. The bytes are in memory, so whoever sends a body has them without waiting: `bytesOfBlob`.

import { bytesOf } from './bytes.js';
import { invalidThis, invalidType, invalidValue, missing } from './errors.js';
import { INSPECT, expose, show } from './interface.js';
import { decodeUtf8, encodeUtf8 } from './utf8.js';

const BAD_TYPE = /[^\u{0020}-\u{007e}]/u;
const normalType = (type) => (BAD_TYPE.test(type) ? '' : type.toLowerCase());

// Streams are Node's, and Node's library takes Blob for given.
let ReadableStream;

export function useStreams(Class) {
  ReadableStream = Class;
}

// The bytes of a Blob, not to be written to; undefined for anything else.
export let bytesOfBlob;
let makeBlob;
let partsOfBlob;

function partsOf(part, endings) {
  const inner = partsOfBlob(part);
  if (inner !== undefined) return inner;
  const bytes = bytesOf(part);
  if (bytes !== undefined) return bytes;
  const text = `${part}`;
  return encodeUtf8(endings === 'native' ? text.replace(/\n|\r\n/g, '\n') : text);
}

export function concat(parts) {
  const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

// Where each part ends: a stream gives one at a time, as Node's does.
function endsOf(parts) {
  let at = 0;
  return parts.filter((part) => part.length > 0).map((part) => at += part.length);
}

export class Blob {
  #bytes;
  #ends;
  #type;

  static {
    bytesOfBlob = (value) => (
      typeof value === 'object' && value !== null && #bytes in value ? value.#bytes : undefined
    );
    partsOfBlob = (value) => {
      const bytes = bytesOfBlob(value);
      return bytes && value.#ends.map((end, index) => bytes.subarray(value.#ends[index - 1] ?? 0, end));
    };
    makeBlob = (bytes, ends, type) => {
      const blob = new Blob();
      blob.#bytes = bytes;
      blob.#ends = ends;
      blob.#type = type;
      return blob;
    };
  }

  constructor(sources = [], options = undefined) {
    if (sources === null || typeof sources === 'string' || typeof sources[Symbol.iterator] !== 'function') {
      throw invalidType('sources', 'a sequence', sources);
    }
    if (options !== undefined && options !== null && typeof options !== 'object' && typeof options !== 'function') {
      throw invalidType('options', 'a dictionary', options);
    }
    let { type = '', endings = 'transparent' } = options ?? {};
    endings = `${endings}`;
    if (endings !== 'transparent' && endings !== 'native') throw invalidValue('options.endings', endings);
    const parts = Array.from(sources).flatMap((part) => partsOf(part, endings));
    this.#bytes = concat(parts);
    this.#ends = endsOf(parts);
    this.#type = normalType(`${type}`);
  }

  static #check(blob) {
    if (bytesOfBlob(blob) === undefined) throw invalidThis('Blob');
  }

  [INSPECT](depth, options) {
    return show('Blob', { size: this.size, type: this.type }, depth, options);
  }

  get type() {
    Blob.#check(this);
    return this.#type;
  }

  get size() {
    Blob.#check(this);
    return this.#bytes.length;
  }

  slice(start = 0, end = undefined, contentType = '') {
    Blob.#check(this);
    const size = this.#bytes.length;
    const clamp = (place) => Math.trunc(place < 0 ? Math.max(size + place, 0) : Math.min(place, size));
    const from = clamp(start);
    const to = Math.max(clamp(end === undefined ? size : end), from);
    const ends = this.#ends.filter((stop) => stop > from).map((stop) => Math.min(stop, to) - from);
    return makeBlob(this.#bytes.slice(from, to), [...new Set(ends)], normalType(`${contentType}`));
  }

  async arrayBuffer() {
    Blob.#check(this);
    return this.#bytes.slice().buffer;
  }

  async text() {
    Blob.#check(this);
    const text = decodeUtf8(this.#bytes);
    return text[0] === '\ufeff' ? text.slice(1) : text;
  }

  async bytes() {
    Blob.#check(this);
    return this.#bytes.slice();
  }

  stream() {
    Blob.#check(this);
    const parts = partsOfBlob(this);
    return new ReadableStream({
      type: 'bytes',
      pull(controller) {
        if (parts.length > 0) {
          controller.enqueue(parts.shift().slice());
        } else {
          controller.close();
          // Readers with a buffer of their own wait for this.
          controller.byobRequest?.respond(0);
        }
      },
    }, { highWaterMark: 0 });
  }
}

expose(Blob, ['size', 'type', 'slice', 'stream', 'text', 'arrayBuffer']);

export class File extends Blob {
  #name;
  #lastModified;

  constructor(fileBits, fileName, options = {}) {
    if (arguments.length < 2) throw missing('fileBits', 'fileName');
    super(fileBits, options);
    const { lastModified } = options ?? {};
    // `+`: a BigInt throws.
    this.#lastModified = lastModified === undefined ? Date.now() : +lastModified || 0;
    this.#name = `${fileName}`.toWellFormed();
  }

  get name() {
    return this.#name;
  }

  get lastModified() {
    return this.#lastModified;
  }

  [INSPECT](depth, options) {
    const { size, type, name, lastModified } = this;
    return show('File', { size, type, name, lastModified }, depth, options);
  }
}

expose(File, ['name', 'lastModified']);
