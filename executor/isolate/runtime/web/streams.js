// ReadableStream and its family: Node's own.

import queuing from 'node:internal/webstreams/queuingstrategies';
import readable from 'node:internal/webstreams/readablestream';
import transform from 'node:internal/webstreams/transformstream';
import writable from 'node:internal/webstreams/writablestream';
import { useStreams } from './blob.js';
import { defineGlobal } from './interface.js';

export const { ReadableStream } = readable;
export const { TransformStream } = transform;

const NAMES = [
  'ByteLengthQueuingStrategy', 'CountQueuingStrategy', 'ReadableByteStreamController', 'ReadableStream',
  'ReadableStreamBYOBReader', 'ReadableStreamBYOBRequest', 'ReadableStreamDefaultController',
  'ReadableStreamDefaultReader', 'TransformStream', 'TransformStreamDefaultController', 'WritableStream',
  'WritableStreamDefaultController', 'WritableStreamDefaultWriter',
];
const classes = { ...queuing, ...readable, ...transform, ...writable };

for (const name of NAMES) defineGlobal(name, classes[name]);
useStreams(ReadableStream);
