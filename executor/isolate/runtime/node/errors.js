// Errors with Node's codes, for what is C++ in Node and so in no reach of its own library's classes.

import { defineProperty } from '../host.js';

// Throws a `Base` whose stack begins as Node's does.
export function throwCoded(Base, code, message) {
  const error = new Base(message);
  const { stack } = error;
  if (typeof stack === 'string') {
    const value = stack.replace(/^\w+/, (name) => `${name} [${code}]`);
    defineProperty(error, 'stack', { value, writable: true, configurable: true, enumerable: false });
  }
  error.code = code;
  throw error;
}
