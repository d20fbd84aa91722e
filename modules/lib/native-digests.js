// What crypto-js computes in script, by Node's crypto, which the host has in native code: its hashes and HMACs called as
// functions, and PBKDF2. The same values for texts and WordArrays; for anything else, and once a script has changed a part of what
// would compute it, `undefined`: then crypto-js computes as published. A part of the bundle of crypto-js, put there by crypto-js.mjs.
//
// Not of SHA-224 and SHA-384, whose result has words of the inner state, and SHA-3, which is another one there. Words of its SHA-512
// may be beyond 32 bits until something is done with them, as PBKDF2 does from the second round on: there alone it is native.

import { found, unchanged } from './unchanged.js';
import { isWordArray } from './native-words.js';

const { createHash, createHmac, pbkdf2Sync } = require('crypto');

const { keys } = Object;
const { isInteger } = Number;
const { ceil } = Math;

// By crypto-js's name: Node's, and the bytes of a digest and of a block.
const KINDS = { MD5: ['md5', 16, 64], SHA1: ['sha1', 20, 64], SHA256: ['sha256', 32, 64], SHA512: ['sha512', 64, 128] };
// Beyond it a single native call would hold back the run's limits: the host refuses more.
const MOST_ROUNDS = 10_000_000;
const MOST_WORDS = 1 << 16;

// What instances have of their own, and what their objects have of Object: a script may put one where it would be found first.
const OF_INSTANCES = ['words', 'sigBytes', '_data', '_nDataBytes', '_hash', '_hasher', '_iKey', '_oKey', 'hasOwnProperty'];

let WordArray;
let kinds;
let derivable;

// At the end of loading, before any script.
export function remember(loaded) {
  const { lib, enc, algo, x64 } = loaded;
  WordArray = lib.WordArray;
  const parts = [[lib.Base], [lib.BufferedBlockAlgorithm], [lib.Hasher]].map(([object]) => [object, keys(object)]);
  // Which HMAC it is, its functions look up at each call.
  parts.push([enc.Utf8, keys(enc.Utf8)], [enc.Latin1, keys(enc.Latin1)], [algo, ['HMAC']]);
  const used = (...objects) => objects.map((object) => [object, found(object, OF_INSTANCES)]);
  const wide = [[x64.Word], [x64.WordArray]];
  derivable = new Map(keys(KINDS).map((name) => {
    const isAsPublished = unchanged([
      ...parts, ...used(WordArray, algo.HMAC, algo[name]), ...(name === 'SHA512' ? wide : []),
    ]);
    return [algo[name], [...KINDS[name], isAsPublished]];
  }));
  kinds = new Map(derivable);
  kinds.delete(algo.SHA512);
}

// What is Node's for a hasher, of whose computation nothing has changed.
function kindOf(hasher, among) {
  const kind = WordArray === undefined ? undefined : among.get(hasher);
  return kind !== undefined && kind[3]() ? kind : undefined;
}

// A text stays one: Node takes it as UTF-8. A lone surrogate is an error in crypto-js.
function bytesOf(value) {
  if (typeof value === 'string') return value.isWellFormed() ? value : undefined;
  if (!isWordArray(value, WordArray)) return undefined;
  const { words, sigBytes } = value;
  const count = ceil(sigBytes / 4);
  // What stands behind the end in the last word is hashed along there.
  if (sigBytes % 4 !== 0 && words[count - 1] << (8 * (sigBytes % 4)) !== 0) return undefined;
  const view = new DataView(new ArrayBuffer(4 * count));
  for (let index = 0; index < count; index++) view.setInt32(4 * index, words[index]);
  return new Uint8Array(view.buffer, 0, sigBytes);
}

// crypto-js clamps a key that fits into a block, for the caller to see.
function keyOf(key, block) {
  if (isWordArray(key, WordArray) && key.sigBytes <= block) key.clamp();
  return bytesOf(key);
}

function wordsOf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const words = [];
  for (let at = 0; at < bytes.length; at += 4) words.push(view.getInt32(at));
  return words;
}

// finalize() leaves out what is falsy.
const messageOf = (message) => (message ? bytesOf(message) : '');

export function hash(hasher, message, cfg) {
  const kind = cfg === undefined ? kindOf(hasher, kinds) : undefined;
  const bytes = kind && messageOf(message);
  if (bytes === undefined) return undefined;
  return new WordArray.init(wordsOf(createHash(kind[0]).update(bytes).digest()));
}

export function hmac(hasher, message, key) {
  const kind = kindOf(hasher, kinds);
  const bytes = kind && messageOf(message);
  const secret = bytes === undefined ? undefined : keyOf(key, kind[2]);
  if (secret === undefined) return undefined;
  return new WordArray.init(wordsOf(createHmac(kind[0], secret).update(bytes).digest()));
}

// As many whole blocks as published, of which `keySize` words count.
export function pbkdf2({ hasher, keySize, iterations }, password, salt) {
  const kind = kindOf(hasher, derivable);
  if (!kind || !isInteger(keySize) || !isInteger(iterations) || iterations < 2 || keySize < 1) return undefined;
  const [name, size, block] = kind;
  const blocks = ceil((4 * keySize) / size);
  if (keySize > MOST_WORDS || blocks * iterations > MOST_ROUNDS) return undefined;
  const salted = bytesOf(salt);
  const secret = salted === undefined ? undefined : keyOf(password, block);
  if (secret === undefined) return undefined;
  const derived = pbkdf2Sync(secret, salted, iterations, blocks * size, name);
  return WordArray.create(wordsOf(derived), 4 * keySize);
}
