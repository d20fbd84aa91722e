// URLSearchParams, and the form encoding that it stands for.

import { percentDecodeString } from 'whatwg-url/lib/percent-encoding.js';
import { apply } from '../host.js';
import { coded, invalidThis, invalidType, missing } from './errors.js';
import { INSPECT, expose, inspect } from './interface.js';
import { decodeUtf8 } from './utf8.js';

const { decodeURIComponent, encodeURIComponent } = globalThis;
const string = (value) => `${value}`.toWellFormed();

// What encodeURIComponent leaves and a form does not.
const UNSAFE = /[!'()~]|%20/g;
const escapeUnsafe = (match) => (match === '%20' ? '+' : `%${match.charCodeAt(0).toString(16).toUpperCase()}`);

// What needs no encoding but for its spaces.
const PLAIN = /^[\w*.\- ]*$/;

function encode(text) {
  if (PLAIN.test(text)) return text.includes(' ') ? text.replaceAll(' ', '+') : text;
  return encodeURIComponent(text).replace(UNSAFE, escapeUnsafe);
}

function decode(text) {
  const spaced = text.replaceAll('+', ' ');
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    // Not UTF-8, or a lone percent sign: byte by byte, as the standard has it.
    return decodeUtf8(percentDecodeString(spaced));
  }
}

// [[name, value], …] of a form-encoded text.
export function parseForm(text) {
  return text.split('&').filter((pair) => pair !== '').map((pair) => {
    const equals = pair.indexOf('=');
    return equals === -1 ? [decode(pair), ''] : [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))];
  });
}

export const serializeForm = (list) => list.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');

const badPair = () => coded(TypeError, 'ERR_INVALID_TUPLE', 'Each query pair must be an iterable [name, value] tuple');

function pairsOfSequence(sequence) {
  const list = [];
  for (const pair of sequence) {
    if (pair === null || (typeof pair !== 'object' && typeof pair !== 'function') ||
      typeof pair[Symbol.iterator] !== 'function') throw badPair();
    const strings = Array.from(pair, string);
    if (strings.length !== 2) throw badPair();
    list.push(strings);
  }
  return list;
}

function pairsOfRecord(record) {
  const pairs = new Map();
  for (const key of Reflect.ownKeys(record)) {
    if (!Object.getOwnPropertyDescriptor(record, key)?.enumerable) continue;
    if (typeof key === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
    pairs.set(string(key), string(record[key]));
  }
  return [...pairs];
}

// For url.js: the two are views of one query.
export let listOf;
export let setList;
export let bindToUrl;

class Iterator {
  #params;
  #kind;
  #index = 0;

  constructor(params, kind) {
    this.#params = params;
    this.#kind = kind;
  }

  #pick([name, value]) {
    return this.#kind === 'keys' ? name : this.#kind === 'values' ? value : [name, value];
  }

  next() {
    if (typeof this !== 'object' || this === null || !(#params in this)) throw invalidThis('URLSearchParamsIterator');
    const list = listOf(this.#params);
    if (this.#index >= list.length) return { value: undefined, done: true };
    return { value: this.#pick(list[this.#index++]), done: false };
  }

  [INSPECT](depth, options) {
    if (typeof this !== 'object' || this === null || !(#params in this)) throw invalidThis('URLSearchParamsIterator');
    if (typeof depth === 'number' && depth < 0) return options.stylize('[Object]', 'special');
    const inner = depth === null ? { ...options } : { ...options, depth: depth - 1 };
    const output = listOf(this.#params).slice(this.#index).map((pair) => this.#pick(pair));
    const shown = output.map((item) => inspect(item, inner));
    const text = inspect(output, inner).includes('\n') ? `\n  ${shown.join(',\n  ')}` : ` ${shown.join(', ')}`;
    return `${this[Symbol.toStringTag]} {${text} }`;
  }
}

delete Iterator.prototype.constructor;
Object.setPrototypeOf(Iterator.prototype, Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())));
Object.defineProperty(Iterator.prototype, Symbol.toStringTag, { value: 'URLSearchParams Iterator', configurable: true });
Object.defineProperty(Iterator.prototype, 'next', { enumerable: true });

export class URLSearchParams {
  #list = [];
  // Called with the new list after each change.
  #changed;

  static {
    listOf = (params) => params.#list;
    setList = (params, list) => { params.#list = list; };
    bindToUrl = (params, changed) => { params.#changed = changed; };
  }

  constructor(init = undefined) {
    if (init === undefined || init === null) return;
    if (typeof init === 'object' || typeof init === 'function') {
      const method = init[Symbol.iterator];
      if (method === this[Symbol.iterator] && #list in init) {
        this.#list = init.#list.map((pair) => [...pair]);
      } else if (method !== undefined && method !== null) {
        if (typeof method !== 'function') throw coded(TypeError, 'ERR_ARG_NOT_ITERABLE', 'Query pairs must be iterable');
        this.#list = pairsOfSequence(init);
      } else {
        this.#list = pairsOfRecord(init);
      }
    } else {
      const text = string(init);
      this.#list = parseForm(text[0] === '?' ? text.slice(1) : text);
    }
  }

  static #check(params) {
    if (typeof params !== 'object' || params === null || !(#list in params)) throw invalidThis('URLSearchParams');
  }

  #update() {
    this.#changed?.(this.#list);
  }

  [INSPECT](depth, options) {
    URLSearchParams.#check(this);
    if (typeof depth === 'number' && depth < 0) return options.stylize('[Object]', 'special');
    const inner = depth === null ? { ...options } : { ...options, depth: depth - 1 };
    const output = this.#list.map(([name, value]) => `${inspect(name, inner)} => ${inspect(value, inner)}`);
    const { name } = this.constructor;
    // eslint-disable-next-line no-control-regex
    const width = output.reduce((sum, text) => sum + text.replace(/\u001b\[\d\d?m/g, '').length + 2, -2);
    if (width > options.breakLength) return `${name} {\n  ${output.join(',\n  ')} }`;
    return output.length > 0 ? `${name} { ${output.join(', ')} }` : `${name} {}`;
  }

  get size() {
    URLSearchParams.#check(this);
    return this.#list.length;
  }

  append(name, value) {
    URLSearchParams.#check(this);
    if (arguments.length < 2) throw missing('name', 'value');
    this.#list.push([string(name), string(value)]);
    this.#update();
  }

  delete(name, value = undefined) {
    URLSearchParams.#check(this);
    if (arguments.length < 1) throw missing('name');
    name = string(name);
    if (value !== undefined) value = string(value);
    const rest = this.#list.filter((pair) => pair[0] !== name || (value !== undefined && pair[1] !== value));
    // In place: an iteration goes on over the same list.
    this.#list.splice(0, this.#list.length, ...rest);
    this.#update();
  }

  get(name) {
    URLSearchParams.#check(this);
    if (arguments.length < 1) throw missing('name');
    name = string(name);
    return this.#list.find((pair) => pair[0] === name)?.[1] ?? null;
  }

  getAll(name) {
    URLSearchParams.#check(this);
    if (arguments.length < 1) throw missing('name');
    name = string(name);
    return this.#list.filter((pair) => pair[0] === name).map((pair) => pair[1]);
  }

  has(name, value = undefined) {
    URLSearchParams.#check(this);
    if (arguments.length < 1) throw missing('name');
    name = string(name);
    if (value !== undefined) value = string(value);
    return this.#list.some((pair) => pair[0] === name && (value === undefined || pair[1] === value));
  }

  set(name, value) {
    URLSearchParams.#check(this);
    if (arguments.length < 2) throw missing('name', 'value');
    name = string(name);
    value = string(value);
    const first = this.#list.find((pair) => pair[0] === name);
    if (first === undefined) {
      this.#list.push([name, value]);
    } else {
      first[1] = value;
      const rest = this.#list.filter((pair) => pair === first || pair[0] !== name);
      this.#list.splice(0, this.#list.length, ...rest);
    }
    this.#update();
  }

  sort() {
    URLSearchParams.#check(this);
    // By code units; the sort is stable.
    this.#list.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    this.#update();
  }

  entries() {
    URLSearchParams.#check(this);
    return new Iterator(this, 'entries');
  }

  forEach(callback, thisArgument = undefined) {
    URLSearchParams.#check(this);
    if (typeof callback !== 'function') throw invalidType('callback', 'of type function', callback);
    for (let index = 0; index < this.#list.length; index++) {
      const [name, value] = this.#list[index];
      apply(callback, thisArgument, [value, name, this]);
    }
  }

  keys() {
    URLSearchParams.#check(this);
    return new Iterator(this, 'keys');
  }

  values() {
    URLSearchParams.#check(this);
    return new Iterator(this, 'values');
  }

  toString() {
    URLSearchParams.#check(this);
    return serializeForm(this.#list);
  }
}

Object.defineProperty(URLSearchParams.prototype, Symbol.iterator, {
  value: URLSearchParams.prototype.entries, writable: true, configurable: true,
});
expose(URLSearchParams, [
  'append', 'delete', 'get', 'getAll', 'has', 'set', 'size', 'sort', 'entries', 'forEach', 'keys', 'values', 'toString',
]);
