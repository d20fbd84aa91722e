// Primes, found and checked in pieces of some 50 ms: a script's limits are looked at between two calls of the host.

import { Job, call, fail, fromText, library, toText } from './bridge.js';

// Rounds of Miller-Rabin, for numbers of any origin: an error below 2^-128.
const ROUNDS = 64;
const { max, min } = Math;

export function isPrime(candidate) {
  const rounds = max(1, min(ROUNDS, Math.floor(2 ** 35 / (candidate.length * 8) ** 3)));
  for (let first = 0; first < ROUNDS; first += rounds) {
    if (!call('prime.check', { __proto__: null, candidate, first, rounds })) return false;
  }
  return true;
}

// Numbers as texts, a character a byte.
export const valueOf = (text) => BigInt(`0x0${library().from(text, 'latin1').toString('hex')}`);
export function textOfValue(value) {
  const hex = value.toString(16);
  return toText(library().from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex'));
}
export const twice = (text) => textOfValue(2n * valueOf(text));

// `asked`: bits, safe, and add and rem as texts where they are given. The prime as text.
export function findPrime(asked) {
  for (;;) {
    const found = call('prime.search', { __proto__: null, ...asked });
    if (found !== '') return found;
  }
}

export class CheckPrimeJob extends Job {
  constructor(mode, candidate) {
    const number = toText(candidate);
    super(mode, () => isPrime(number));
  }
}

const outOfRange = (message) => fail(RangeError, 'ERR_OUT_OF_RANGE', message);
const numberOf = (bytes) => toText(bytes).replace(/^\0+/, '');
const bitsOf = (number) => (number === '' ? 0 : number.length * 8 - Math.clz32(number.charCodeAt(0)) + 24);
const isBelow = (a, b) => a.length < b.length || (a.length === b.length && a < b);

export class RandomPrimeJob extends Job {
  constructor(mode, bits, safe, add, rem) {
    const asked = { __proto__: null, bits, safe };
    if (add !== undefined) {
      asked.add = numberOf(add);
      if (bitsOf(asked.add) > bits) outOfRange('invalid options.add');
      if (rem !== undefined) {
        asked.rem = numberOf(rem);
        if (!isBelow(asked.rem, asked.add)) outOfRange('invalid options.rem');
      }
    }
    super(mode, () => {
      // As a job's errors in Node, without their codes.
      if (bits < 2 || (safe && add === undefined && bits < 6 && bits !== 3)) {
        throw new Error('error:01800076:bignum routines::bits too small');
      }
      if (asked.add === '') throw new Error('error:01800067:bignum routines::div by zero');
      return fromText(findPrime(asked)).buffer;
    });
  }
}
