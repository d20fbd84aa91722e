// TextEncoderStream and TextDecoderStream.

import { invalidThis } from './errors.js';
import { INSPECT, defineGlobal, enumerable, show } from './interface.js';
import { TransformStream } from './streams.js';
import { TextDecoder } from './text-decoder.js';
import { encodeUtf8 } from './utf8.js';

const REPLACEMENT = new Uint8Array([0xef, 0xbf, 0xbd]);

class TextEncoderStream {
  #stream;

  constructor() {
    // Half of a pair at the end of a chunk waits for the other.
    let pending = '';
    this.#stream = new TransformStream({
      transform(chunk, controller) {
        let text = pending + String(chunk);
        pending = /[\ud800-\udbff]$/.test(text) ? text.slice(-1) : '';
        if (pending !== '') text = text.slice(0, -1);
        if (text !== '') controller.enqueue(encodeUtf8(text));
      },
      flush(controller) {
        if (pending !== '') controller.enqueue(REPLACEMENT.slice());
      },
    });
  }

  static #check(stream) {
    if (typeof stream !== 'object' || stream === null || !(#stream in stream)) throw invalidThis('TextEncoderStream');
  }

  get encoding() {
    TextEncoderStream.#check(this);
    return 'utf-8';
  }

  get readable() {
    TextEncoderStream.#check(this);
    return this.#stream.readable;
  }

  get writable() {
    TextEncoderStream.#check(this);
    return this.#stream.writable;
  }

  [INSPECT](depth, options) {
    TextEncoderStream.#check(this);
    const { encoding, readable, writable } = this;
    return show('TextEncoderStream', { encoding, readable, writable }, depth, options);
  }
}

class TextDecoderStream {
  #decoder;
  #stream;

  constructor(encoding = 'utf-8', options = {}) {
    const decoder = new TextDecoder(encoding, options);
    this.#decoder = decoder;
    this.#stream = new TransformStream({
      transform(chunk, controller) {
        const text = decoder.decode(chunk, { stream: true });
        if (text !== '') controller.enqueue(text);
      },
      flush(controller) {
        const text = decoder.decode();
        if (text !== '') controller.enqueue(text);
        controller.terminate();
      },
    });
  }

  static #check(stream) {
    if (typeof stream !== 'object' || stream === null || !(#decoder in stream)) throw invalidThis('TextDecoderStream');
  }

  get encoding() {
    TextDecoderStream.#check(this);
    return this.#decoder.encoding;
  }

  get fatal() {
    TextDecoderStream.#check(this);
    return this.#decoder.fatal;
  }

  get ignoreBOM() {
    TextDecoderStream.#check(this);
    return this.#decoder.ignoreBOM;
  }

  get readable() {
    TextDecoderStream.#check(this);
    return this.#stream.readable;
  }

  get writable() {
    TextDecoderStream.#check(this);
    return this.#stream.writable;
  }

  [INSPECT](depth, options) {
    TextDecoderStream.#check(this);
    const { encoding, fatal, ignoreBOM, readable, writable } = this;
    return show('TextDecoderStream', { encoding, fatal, ignoreBOM, readable, writable }, depth, options);
  }
}

// Node 20 gives these two no tag.
enumerable(TextEncoderStream.prototype, ['encoding', 'readable', 'writable']);
enumerable(TextDecoderStream.prototype, ['encoding', 'fatal', 'ignoreBOM', 'readable', 'writable']);
defineGlobal('TextEncoderStream', TextEncoderStream);
defineGlobal('TextDecoderStream', TextDecoderStream);
