// Blocks of AES, which Node's crypto has in native code: crypto-js hands over all that are ready at once, in any of its modes, and goes
// on as if it had computed them, so paddings, formats and progressive use are its own. A part of the bundle of crypto-js, put
// there by crypto-js.mjs.

import { unchanged } from './unchanged.js';
import { bytesOfWords, wordsOfBytes } from './native-words.js';

const { createCipheriv, createDecipheriv } = require('crypto');

const { getPrototypeOf, hasOwn } = Object;
const { isArray } = Array;
const { isSafeInteger } = Number;

const BLOCK = 4;
const KEPT_BY_CIPHER = ['encryptBlock', 'decryptBlock', '_doCryptBlock', '_doProcessBlock', 'blockSize'];

let AES;
let isAsPublished;
// By the prototype of a mode under way: Node's name, whether it encrypts, and what has the block that the next one is mixed with.
let kinds;

// At the end of loading, before any script.
export function rememberCiphers({ lib, algo, mode }) {
  const { CBC, CFB, CTR, ECB, OFB } = mode;
  AES = algo.AES;
  const directions = [CBC, CFB, ECB].flatMap(({ Encryptor, Decryptor }) => [Encryptor, Decryptor]);
  const objects = [lib.Base, lib.BufferedBlockAlgorithm, lib.Cipher, lib.BlockCipher, AES, lib.BlockCipherMode, CBC, CFB, CTR, ECB, OFB];
  isAsPublished = unchanged([...objects, ...directions, CTR.Encryptor, OFB.Encryptor].map((object) => [object]));
  kinds = new Map([
    [CBC.Encryptor, ['cbc', true, '_prevBlock']], [CBC.Decryptor, ['cbc', false, '_prevBlock']],
    [CFB.Encryptor, ['cfb', true, '_prevBlock']], [CFB.Decryptor, ['cfb', false, '_prevBlock']],
    [ECB.Encryptor, ['ecb', true]], [ECB.Decryptor, ['ecb', false]],
    [CTR.Encryptor, ['ctr', true, '_counter']], [OFB.Encryptor, ['ofb', true, '_keystream']],
  ]);
}

// The kind of a cipher that is AES in a mode of crypto-js, both as published.
function kindOf(cipher) {
  if (kinds === undefined || getPrototypeOf(cipher) !== AES || !isAsPublished()) return undefined;
  const { _mode: mode } = cipher;
  if (typeof mode !== 'object' || mode === null || mode._cipher !== cipher || hasOwn(mode, 'processBlock')) return undefined;
  if (KEPT_BY_CIPHER.some((name) => hasOwn(cipher, name))) return undefined;
  return kinds.get(getPrototypeOf(mode));
}

// A counter of crypto-js is the last word alone, Node's is the whole block; and it may be a number to which one cannot be added.
const runsOver = (counter, blocks) => !isSafeInteger(counter[BLOCK - 1]) || (counter[BLOCK - 1] >>> 0) + blocks > 2 ** 32;

function computed([name, encrypting], key, iv, input) {
  const open = encrypting ? createCipheriv : createDecipheriv;
  const node = open(`aes-${8 * key.length}-${name}`, key, iv).setAutoPadding(false);
  const output = node.update(input);
  node.final();
  return output;
}

// What the mode has to remember of the last block, whose words were `before` and are `after` now.
function goOn(mode, [name, encrypting, place], mixed, before, after, blocks) {
  if (place === undefined) return;
  const isFirst = Boolean(mode._iv);
  if (isFirst) mode._iv = undefined;
  if (place === '_prevBlock') {
    mode[place] = encrypting ? after : before;
    return;
  }
  const kept = isFirst ? mixed.slice(0) : mixed;
  mode[place] = kept;
  if (name === 'ctr') kept[BLOCK - 1] = (kept[BLOCK - 1] + blocks) | 0;
  else for (let at = 0; at < BLOCK; at++) kept[at] = before[at] ^ after[at];
}

// Whether it did to the first `count` words what the cipher would have done, block by block.
export function processed(cipher, words, count) {
  const kind = kindOf(cipher);
  if (kind === undefined) return false;
  const { _mode: mode, _keySchedule: schedule, _nRounds: rounds } = cipher;
  if ((rounds !== 10 && rounds !== 12 && rounds !== 14) || !isArray(schedule)) return false;
  const mixed = kind[2] === undefined ? undefined : mode._iv || mode[kind[2]];
  if (kind[2] !== undefined && !(isArray(mixed) && mixed.length >= BLOCK)) return false;
  if (kind[0] === 'ctr' && runsOver(mixed, count / BLOCK)) return false;
  const iv = mixed === undefined ? null : bytesOfWords(mixed, BLOCK);
  const output = computed(kind, bytesOfWords(schedule, rounds - 6), iv, bytesOfWords(words, count));
  const before = words.slice(count - BLOCK, count);
  wordsOfBytes(output, words);
  goOn(mode, kind, mixed, before, words.slice(count - BLOCK, count), count / BLOCK);
  return true;
}
