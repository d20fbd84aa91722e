// atob and btoa.

import { apply, regExpExec } from '../host.js';
import { latin1Bytes } from '../texts.js';
import { DOMException } from './dom-exception.js';
import { missing } from './errors.js';
import { defineGlobal } from './interface.js';
import { latin1 } from './utf8.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PAD = 61;
// Of ECMAScript 2026, which the engine of PyPI's dukpy does not have.
const { fromBase64 } = Uint8Array;
const { toBase64 } = Uint8Array.prototype;
const LOOSELY = { __proto__: null, lastChunkHandling: 'loose' };
const test = (pattern, text) => apply(regExpExec, pattern, [text]) !== null;
// Character codes both ways; 255 for what is no digit.
const codes = Uint8Array.from(ALPHABET, (digit) => digit.charCodeAt(0));
const values = new Uint8Array(128).fill(255);
codes.forEach((code, value) => { values[code] = value; });

const invalid = (message) => new DOMException(message, 'InvalidCharacterError');

const functions = {
  atob(input) {
    if (arguments.length === 0) throw missing('input');
    let text = `${input}`.replace(/[\t\n\f\r ]+/g, '');
    if (text.length % 4 === 0) text = text.replace(/==?$/, '');
    if (text.length % 4 === 1) throw invalid('The string to be decoded is not correctly encoded.');
    if (fromBase64 !== undefined) {
      if (test(/[^A-Za-z0-9+/]/, text)) throw invalid('Invalid character');
      return latin1(fromBase64(text, LOOSELY));
    }
    const bytes = new Uint8Array((text.length * 3) >> 2);
    let bits = 0;
    let count = 0;
    let at = 0;
    for (let i = 0; i < text.length; i++) {
      const value = values[text.charCodeAt(i)] ?? 255;
      if (value === 255) throw invalid('Invalid character');
      bits = ((bits << 6) | value) & 0xffffff;
      count += 6;
      if (count >= 8) {
        count -= 8;
        bytes[at++] = bits >> count;
      }
    }
    return latin1(bytes);
  },

  btoa(input) {
    if (arguments.length === 0) throw missing('input');
    const text = `${input}`;
    const whole = toBase64 === undefined || test(/[^\x00-\xff]/, text) ? undefined : latin1Bytes(text);
    if (whole !== undefined) return apply(toBase64, whole, []);
    const digits = new Uint8Array(Math.ceil(text.length / 3) * 4);
    let at = 0;
    for (let i = 0; i < text.length; i += 3) {
      const rest = text.length - i;
      const a = text.charCodeAt(i);
      const b = rest > 1 ? text.charCodeAt(i + 1) : 0;
      const c = rest > 2 ? text.charCodeAt(i + 2) : 0;
      if ((a | b | c) > 0xff) throw invalid('Invalid character');
      digits[at++] = codes[a >> 2];
      digits[at++] = codes[((a & 3) << 4) | (b >> 4)];
      digits[at++] = rest > 1 ? codes[((b & 15) << 2) | (c >> 6)] : PAD;
      digits[at++] = rest > 2 ? codes[c & 63] : PAD;
    }
    return latin1(digits);
  },
};

defineGlobal('atob', functions.atob, true);
defineGlobal('btoa', functions.btoa, true);
