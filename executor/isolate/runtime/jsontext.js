// What is wrong with a text that is no JSON, in V8's words: it is these that people search for. Runs on failures only.

import { apply, charCodeAt, regExpExec, slice } from './host.js';

const CONTEXT = 10;
// V8 quotes them whole: they are what becomes of a value that somebody took for text.
const SPECIAL = { __proto__: null, NaN: true, Infinity: true, undefined: true, '[object Object]': true };
const LITERALS = { __proto__: null, t: 'true', f: 'false', n: 'null' };
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const HEX = /[0-9a-fA-F]{4}/y;
const ESCAPES = { __proto__: null, '"': true, '\\': true, '/': true, b: true, f: true, n: true, r: true, t: true };
const isDigit = (character) => character >= '0' && character <= '9';

const at = (what, position) => what + ' in JSON at position ' + position;

function token(text, position) {
  const { length } = text;
  const character = text[position];
  if (character === undefined) return 'Unexpected end of JSON input';
  if (isDigit(character) || character === '-') return at('Unexpected number', position);
  if (character === '"') return at('Unexpected string', position);
  if (SPECIAL[text] === true) return '"' + text + '" is not valid JSON';
  let from = 0;
  let to = length;
  if (length > 2 * CONTEXT) {
    if (position >= CONTEXT) from = position - CONTEXT;
    if (position < CONTEXT || position < length - CONTEXT) to = position + CONTEXT;
  }
  const quoted = (from > 0 ? '..."' : '"') + apply(slice, text, [from, to]) + (to < length ? '"...' : '"');
  return "Unexpected token '" + character + "', " + quoted + ' is not valid JSON';
}

// Scans one text once. What is wrong is thrown as a string, which nobody else ever sees.
class Scan {
  #text;
  #at = 0;
  // '{' and '[' of what is open.
  #open = { __proto__: null };
  #depth = 0;

  constructor(text) { this.#text = text; }

  #blank() {
    for (;;) {
      const character = this.#text[this.#at];
      if (character !== ' ' && character !== '\n' && character !== '\r' && character !== '\t') return character;
      this.#at++;
    }
  }

  #fail(what) {
    throw at(what, this.#at);
  }

  #string() {
    this.#at++;
    for (;;) {
      const character = this.#text[this.#at];
      if (character === undefined) this.#fail('Unterminated string');
      if (apply(charCodeAt, character, [0]) < 32) this.#fail('Bad control character in string literal');
      this.#at++;
      if (character === '"') return;
      if (character === '\\') this.#escape();
    }
  }

  #escape() {
    const character = this.#text[this.#at];
    if (character === undefined) throw token(this.#text, this.#at);
    if (character === 'u') {
      HEX.lastIndex = this.#at + 1;
      if (apply(regExpExec, HEX, [this.#text]) !== null) {
        this.#at += 5;
        return;
      }
      do this.#at++;
      while (/[0-9a-fA-F]/.test(this.#text[this.#at] ?? ''));
      if (this.#at >= this.#text.length) this.#fail('Unterminated string');
      this.#fail('Bad Unicode escape');
    }
    if (ESCAPES[character] !== true) this.#fail('Bad escaped character');
    this.#at++;
  }

  #number() {
    NUMBER.lastIndex = this.#at;
    const match = apply(regExpExec, NUMBER, [this.#text]);
    if (match === null) {
      this.#at++;
      throw at('No number after minus sign', this.#at);
    }
    const begin = this.#at;
    this.#at += match[0].length;
    const next = this.#text[this.#at];
    // What the pattern left over of a number that it took for a shorter one.
    if (next === '.' && !/[.eE]/.test(match[0])) throw at('Unterminated fractional number', this.#at + 1);
    if ((next === 'e' || next === 'E') && !/[eE]/.test(match[0])) {
      const sign = this.#text[this.#at + 1];
      throw at('Exponent part is missing a number', this.#at + (sign === '+' || sign === '-' ? 2 : 1));
    }
    if (isDigit(next ?? '') && (match[0] === '0' || match[0] === '-0')) throw at('Unexpected number', begin + match[0].length);
  }

  // A value, or the beginning of one: true where it is whole.
  #value() {
    const character = this.#blank();
    if (character === '"') this.#string();
    else if (character === '-' || isDigit(character ?? '')) this.#number();
    else if (character === '{' || character === '[') {
      this.#at++;
      this.#open[this.#depth++] = character;
      return this.#first(character);
    } else this.#literal(character);
    return true;
  }

  #literal(character) {
    const literal = LITERALS[character];
    if (literal === undefined) throw token(this.#text, this.#at);
    for (let index = 0; index < literal.length; index++, this.#at++) {
      if (this.#text[this.#at] !== literal[index]) throw token(this.#text, this.#at);
    }
  }

  #first(opening) {
    const character = this.#blank();
    if (character === (opening === '{' ? '}' : ']')) {
      this.#at++;
      this.#depth--;
      return true;
    }
    if (opening === '{') {
      if (character !== '"') this.#fail("Expected property name or '}'");
      this.#name();
    }
    return false;
  }

  #name() {
    this.#string();
    if (this.#blank() !== ':') this.#fail("Expected ':' after property name");
    this.#at++;
  }

  // Behind a whole value: true where another one follows.
  #next() {
    const isObject = this.#open[this.#depth - 1] === '{';
    const character = this.#blank();
    if (character === ',') {
      this.#at++;
      if (isObject) {
        if (this.#blank() !== '"') this.#fail('Expected double-quoted property name');
        this.#name();
      }
      return true;
    }
    if (character !== (isObject ? '}' : ']')) {
      this.#fail(isObject ? "Expected ',' or '}' after property value" : "Expected ',' or ']' after array element");
    }
    this.#at++;
    this.#depth--;
    return false;
  }

  run() {
    for (;;) {
      if (!this.#value()) continue;
      while (this.#depth > 0 && !this.#next());
      if (this.#depth === 0) break;
    }
    if (this.#blank() !== undefined) throw 'Unexpected non-whitespace character after JSON at position ' + this.#at;
  }
}

// The message for a text that JSON.parse refused; undefined where nothing is wrong with it.
export function faultOf(text) {
  try {
    new Scan(text).run();
    return undefined;
  } catch (fault) {
    return typeof fault === 'string' ? fault : undefined;
  }
}
