// Node's modules that are the platform's own classes by another name.

import { register } from './registry.js';

const pick = (names) => Object.fromEntries(
  names.filter((name) => globalThis[name] !== undefined).map((name) => [name, globalThis[name]]),
);

register('stream/web', pick([
  'ReadableStream', 'ReadableStreamDefaultReader', 'ReadableStreamBYOBReader', 'ReadableStreamBYOBRequest',
  'ReadableByteStreamController', 'ReadableStreamDefaultController', 'TransformStream', 'TransformStreamDefaultController',
  'WritableStream', 'WritableStreamDefaultController', 'WritableStreamDefaultWriter', 'ByteLengthQueuingStrategy',
  'CountQueuingStrategy', 'TextEncoderStream', 'TextDecoderStream', 'CompressionStream', 'DecompressionStream',
]));
