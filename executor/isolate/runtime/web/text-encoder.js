// TextEncoder.

import { invalidThis, invalidType } from './errors.js';
import { INSPECT, expose, inspect } from './interface.js';
import { encodeUtf8, encodeUtf8Into } from './utf8.js';

export class TextEncoder {
  #brand;

  static #check(encoder) {
    if (typeof encoder !== 'object' || encoder === null || !(#brand in encoder)) throw invalidThis('TextEncoder');
  }

  get encoding() {
    TextEncoder.#check(this);
    return 'utf-8';
  }

  encode(input = '') {
    TextEncoder.#check(this);
    return encodeUtf8(`${input}`);
  }

  encodeInto(source, destination) {
    TextEncoder.#check(this);
    if (typeof source !== 'string') throw invalidType('src', 'of type string', source);
    if (!(destination instanceof Uint8Array)) throw invalidType('dest', 'an instance of Uint8Array', destination);
    return encodeUtf8Into(source, destination);
  }

  [INSPECT](depth, options) {
    TextEncoder.#check(this);
    if (typeof depth === 'number' && depth < 0) return this;
    const shown = Object.create({ constructor: this.constructor ?? TextEncoder });
    shown.encoding = this.encoding;
    return inspect(shown, options);
  }
}

expose(TextEncoder, ['encode', 'encodeInto', 'encoding']);
