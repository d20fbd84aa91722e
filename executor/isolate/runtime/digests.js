// Hashes and HMACs of little data, by C (engine/native/digests.c). Where there is none, the host is asked for each.

import { exchange } from './engine.js';
import { isFrozen } from './entropy.js';
import { apply } from './host.js';

const Bytes = Uint8Array;
// In the order of digests.c; other hashes are the host's.
const NUMBERS = { __proto__: null, md5: 0, sha1: 1, sha224: 2, sha256: 3, sha384: 4, sha512: 5 };
// Bytes that it takes.
const MOST = 4096;

// The bytes of the hash (with a `key`, of the HMAC) of data, both texts of one character for each byte; undefined where the host has to
// be asked.
export function shortDigest(algorithm, data, key) {
  const number = NUMBERS[algorithm];
  if (number === undefined || exchange.digests_of_text === undefined || isFrozen()) return undefined;
  if (data.length > MOST || (key !== undefined && key.length > MOST)) return undefined;
  const digest = apply(exchange.digests_of_text, data, [number, key]);
  return digest === undefined ? undefined : new Bytes(digest);
}
