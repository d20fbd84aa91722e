// Classic Diffie-Hellman: groups that are known, passed in or made.

import { Job, call, fail, fromText, library, toBuffer, toText } from './bridge.js';
import { keyPair } from './generation.js';
import groups from './groups.json';
import { findPrime, isPrime, textOfValue, valueOf } from './primes.js';

// Bits of primes, and of a private value in groups that OpenSSL knows by name.
const SMALLEST = 512;
const LARGEST = 10000;
const EXPONENT_BITS = { __proto__: null, modp5: 200, modp14: 225, modp15: 275, modp16: 325, modp17: 375, modp18: 400 };
// What a prime is so that the generator makes all of its group, or the half of it.
const RESIDUES = { __proto__: null, '\x02': ['\x18', '\x17'], '\x05': ['\x3c', '\x3b'] };
const USUAL_RESIDUE = ['\x0c', '\x0b'];
// OpenSSL's DH_check.
const NOT_PRIME = 1;
const NOT_SAFE_PRIME = 2;
const BAD_GENERATOR = 8;
const TOO_SMALL = 128;
const TOO_LARGE = 256;

const withoutZeros = (text) => text.replace(/^\0+(?=[^])/, '');

const ERRORS = {
  __proto__: null,
  'bad generator': ['ERR_OSSL_DH_BAD_GENERATOR', '02800065', 'Diffie-Hellman routines'],
  'bits too small': ['ERR_OSSL_BN_BITS_TOO_SMALL', '01800076', 'bignum routines'],
  'modulus too large': ['ERR_OSSL_DH_MODULUS_TOO_LARGE', '02800067', 'Diffie-Hellman routines'],
  'modulus too small': ['ERR_OSSL_DH_MODULUS_TOO_SMALL', '0280007E', 'Diffie-Hellman routines'],
};

function refused(reason) {
  const { 0: code, 1: number, 2: library } = ERRORS[reason];
  throw Object.assign(new Error(`error:${number}:${library}::${reason}`), { library, reason, code });
}

function primeOf(name) {
  const key = `${name}`.toLowerCase();
  if (!Object.hasOwn(groups, key)) fail(Error, 'ERR_CRYPTO_UNKNOWN_DH_GROUP', 'Unknown DH group');
  return toText(library().from(groups[key], 'base64'));
}

const nameOf = (prime) => Object.keys(groups).find((name) => primeOf(name) === prime);

function newPrime(bits, generator) {
  const { 0: add, 1: rem } = RESIDUES[generator] ?? USUAL_RESIDUE;
  return findPrime({ bits, safe: true, add, rem });
}

// What is wrong with a group, by OpenSSL's flags; 0 for nothing.
function flaws(prime, generator) {
  if (nameOf(prime) !== undefined) return 0;
  const p = valueOf(prime);
  const g = valueOf(generator);
  const bits = p.toString(2).length;
  if (bits > LARGEST) return NOT_PRIME | TOO_LARGE;
  let found = (bits < SMALLEST ? TOO_SMALL : 0) | (g <= 1n || g >= p - 1n ? BAD_GENERATOR : 0) | (p % 2n === 0n ? NOT_PRIME : 0);
  if (!isPrime(prime)) found |= NOT_PRIME;
  else if (!isPrime(textOfValue(p / 2n))) found |= NOT_SAFE_PRIME;
  return found;
}

class Group {
  #prime;
  #generator;
  #private;
  #public;

  constructor(prime, generator) {
    this.#prime = prime;
    this.#generator = generator;
  }

  // Asked for when it is read: it takes longer than all else.
  get verifyError() { return flaws(this.#prime, this.#generator); }

  #power(base, exponent) { return call('dh.power', { __proto__: null, base, exponent, modulus: this.#prime }); }

  generateKeys() {
    // As many bits as any of OpenSSL's groups asks for, and never more than the prime has.
    this.#private ??= call('random', { __proto__: null, key: true, length: Math.min(this.#prime.length, 64) });
    this.#public = this.#power(this.#generator, this.#private);
    return this.getPublicKey();
  }

  computeSecret(other) {
    if (this.#private === undefined) fail(Error, 'ERR_CRYPTO_INVALID_STATE', 'No private key');
    const key = withoutZeros(toText(other));
    if (key === '' || key === '\0' || key === '\x01') {
      fail(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', 'Supplied key is too small');
    }
    if (key.length > this.#prime.length || (key.length === this.#prime.length && key >= this.#prime)) {
      fail(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', 'Supplied key is too large');
    }
    return toBuffer(fromText(this.#power(key, this.#private).padStart(this.#prime.length, '\0')));
  }

  getPrime() { return toBuffer(fromText(this.#prime)); }

  getGenerator() { return toBuffer(fromText(this.#generator)); }

  getPublicKey() {
    if (this.#public === undefined) fail(Error, 'ERR_CRYPTO_INVALID_STATE', 'No public key - did you forget to generate one?');
    return toBuffer(fromText(this.#public));
  }

  getPrivateKey() {
    if (this.#private === undefined) fail(Error, 'ERR_CRYPTO_INVALID_STATE', 'No private key - did you forget to generate one?');
    return toBuffer(fromText(this.#private));
  }

  setPublicKey(key) { this.#public = withoutZeros(toText(key)); }

  setPrivateKey(key) { this.#private = withoutZeros(toText(key)); }
}

export class DiffieHellman extends Group {
  constructor(sizeOrPrime, generator) {
    const isSize = typeof sizeOrPrime === 'number';
    if (isSize && sizeOrPrime < SMALLEST) refused('modulus too small');
    if (isSize && sizeOrPrime > LARGEST) refused('modulus too large');
    const isNumber = typeof generator === 'number';
    if (isSize && !isNumber) throw new Error('Initialization failed');
    const base = withoutZeros(isNumber && generator > 0 ? textOfValue(generator) : isNumber ? '' : toText(generator));
    // 0 and 1 generate nothing.
    if (/^\0?$|^\x01$/.test(base)) refused('bad generator');
    const prime = isSize ? newPrime(sizeOrPrime, base) : toText(sizeOrPrime);
    if (prime === '') refused('bits too small');
    super(withoutZeros(prime), base);
  }
}

export class DiffieHellmanGroup extends Group {
  constructor(name) { super(primeOf(name), '\x02'); }
}

export class DhKeyPairGenJob extends Job {
  constructor(mode, group, ...more) {
    const isName = typeof group === 'string';
    const generator = isName || more[0] === 0 ? '\x02' : textOfValue(more[0]);
    const encoding = isName ? more : more.slice(1);
    const given = isName ? primeOf(group) : typeof group === 'number' ? undefined : toText(group);
    super(mode, () => {
      if (given === undefined && group < SMALLEST) throw new Error('error:0280007E:Diffie-Hellman routines::modulus too small');
      const prime = given ?? newPrime(group, generator);
      const exponentBits = generator === '\x02' ? EXPONENT_BITS[nameOf(prime)] ?? 0 : 0;
      return keyPair(call('key.generate', { __proto__: null, kind: 'dh', prime, generator, exponentBits }), encoding);
    });
  }
}
