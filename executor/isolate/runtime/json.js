// JSON.parse and JSON.stringify fail in V8's words.

import { circleMessage } from './circle.js';
import { defineProperty, getOwnPropertyDescriptor, toText } from './host.js';
import { faultOf } from './jsontext.js';

const { parse: nativeParse, stringify: nativeStringify } = JSON;
const SyntaxErrorClass = SyntaxError;

function say(error, message) {
  defineProperty(error, 'message', { __proto__: null, value: message, writable: true, configurable: true, enumerable: false });
}

// The engine's words, which say nothing more.
export const isCircular = (error) => (
  typeof error === 'object' && error !== null && getOwnPropertyDescriptor(error, 'message')?.value === 'circular reference'
);

export const { parse, stringify } = {
  parse(text, reviver) {
    try {
      return nativeParse(text, reviver);
    } catch (error) {
      // Not what a reviver threw.
      const fault = error instanceof SyntaxErrorClass ? faultOf(toText(text)) : undefined;
      if (fault !== undefined) say(error, fault);
      throw error;
    }
  },
  stringify(value, replacer, space) {
    try {
      return nativeStringify(value, replacer, space);
    } catch (error) {
      if (isCircular(error)) say(error, circleMessage(value));
      throw error;
    }
  },
};
for (const mended of [parse, stringify]) {
  defineProperty(JSON, mended.name, { value: mended, writable: true, configurable: true, enumerable: false });
}
