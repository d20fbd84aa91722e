// Interfaces as Node exposes them: the attributes of properties, names, lengths and tags.

import { inspect } from 'node:internal/util/inspect';
import { defineProperty, getOwnPropertyDescriptor } from '../host.js';

export { inspect };

export const INSPECT = Symbol.for('nodejs.util.inspect.custom');

export function defineGlobal(name, value, enumerable = false) {
  defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable });
}

// Members of a class are not enumerable; those that a Web IDL interface declares are.
export function enumerable(target, names) {
  for (const name of names) {
    defineProperty(target, name, { ...getOwnPropertyDescriptor(target, name), enumerable: true });
  }
}

export function tag(prototype, name) {
  defineProperty(prototype, Symbol.toStringTag, { value: name, configurable: true });
}

// The class as a global, with its enumerable members and its tag.
export function expose(Interface, members = [], name = Interface.name) {
  enumerable(Interface.prototype, members);
  tag(Interface.prototype, name);
  defineGlobal(name, Interface);
}

// What `inspect` shows of an object whose state is private: the name, then the fields.
export function show(name, fields, depth, options) {
  // Node's have state in symbols; without any, they would be shown as empty.
  if (depth < 0) return options.stylize(`[${name}]`, 'special');
  return `${name} ${inspect(fields, { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
}
