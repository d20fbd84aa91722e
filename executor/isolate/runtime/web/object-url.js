// URL.createObjectURL: names for blobs in memory, which fetch and buffer.resolveObjectURL know.

import { bytesOfBlob } from './blob.js';
import { invalidType, missing } from './errors.js';
import { enumerable } from './interface.js';

const PREFIX = 'blob:nodedata:';
const blobs = new Map();

const idOf = (url) => (url.startsWith(PREFIX) ? url.slice(PREFIX.length) : '');

export function resolveObjectURL(url) {
  return blobs.get(idOf(`${url}`));
}

const methods = {
  createObjectURL(object) {
    if (bytesOfBlob(object) === undefined) throw invalidType('obj', 'an instance of Blob', object);
    const id = globalThis.crypto.randomUUID();
    blobs.set(id, object);
    return PREFIX + id;
  },
  revokeObjectURL(url) {
    if (arguments.length === 0) throw missing('url');
    blobs.delete(idOf(`${url}`));
  },
};

Object.assign(URL, methods);
enumerable(URL, Object.keys(methods));
