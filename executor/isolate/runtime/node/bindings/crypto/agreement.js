// Secrets that two sides share.

import { Job, call, fail, fromText, library, toBuffer, toText } from './bridge.js';
import { curveOrFail } from './generation.js';
import groups from './groups.json';

const UNCOMPRESSED = 4;
const SIZES = { __proto__: null, prime192v1: 24, secp224r1: 28, prime256v1: 32, secp256k1: 32, secp384r1: 48,
  secp521r1: 66, brainpoolP256r1: 32, brainpoolP384r1: 48, brainpoolP512r1: 64 };

const agree = (privateHandle, publicHandle) => fromText(call('key.agree',
  { __proto__: null, key: privateHandle.text(), public: publicHandle.asPublic().text() }));

export const statelessDH = (privateHandle, publicHandle) => toBuffer(agree(privateHandle, publicHandle));

export class ECDHBitsJob extends Job {
  constructor(mode, name, publicHandle, privateHandle) { super(mode, () => agree(privateHandle, publicHandle).buffer); }
}

export function ECDHConvertKey(key, curve, form) {
  return toBuffer(fromText(call('ecdh.convert',
    { __proto__: null, public: toText(key), curve: curveOrFail(curve), form })));
}

export class ECDH {
  #curve;
  #private;
  #public;
  // The public key was set, which need not be that of the private one.
  #isGiven = false;

  constructor(curve) { this.#curve = curveOrFail(curve); }

  #point(key) { return call('ecdh.public', { __proto__: null, key, curve: this.#curve }); }

  generateKeys() {
    this.#private = call('ecdh.generate', { __proto__: null, curve: this.#curve });
    this.#public = this.#point(this.#private);
    this.#isGiven = false;
  }

  setPrivateKey(key) {
    const text = toText(key);
    this.#public = this.#point(text);
    this.#private = text;
    this.#isGiven = false;
  }

  setPublicKey(key) {
    this.#public = call('ecdh.convert', { __proto__: null, public: toText(key), curve: this.#curve, form: UNCOMPRESSED });
    this.#isGiven = true;
  }

  getPrivateKey() {
    if (this.#private === undefined) fail(Error, 'ERR_CRYPTO_OPERATION_FAILED', 'Failed to get ECDH private key');
    return toBuffer(fromText(this.#private.padStart(SIZES[this.#curve], '\0')));
  }

  getPublicKey(form) {
    if (this.#public === undefined) fail(Error, 'ERR_CRYPTO_OPERATION_FAILED', 'Failed to get ECDH public key');
    if (form === UNCOMPRESSED) return toBuffer(fromText(this.#public));
    return toBuffer(fromText(call('ecdh.convert', { __proto__: null, public: this.#public, curve: this.#curve, form })));
  }

  computeSecret(other) {
    const isPair = this.#private !== undefined && (!this.#isGiven || this.#public === this.#point(this.#private));
    if (!isPair) fail(RangeError, 'ERR_CRYPTO_INVALID_KEYPAIR', 'Invalid key pair');
    const secret = call('ecdh.secret',
      { __proto__: null, key: this.#private, public: toText(other), curve: this.#curve });
    // The library takes a text for an invalid key.
    return secret === '' ? 'invalid' : toBuffer(fromText(secret));
  }
}

const numberText = (number) => {
  const hex = number.toString(16);
  return toText(library().from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex'));
};

function refused(code, number, library, reason) {
  throw Object.assign(new Error(`error:${number}:${library}::${reason}`), { library, reason, code });
}

const withoutZeros = (text) => text.replace(/^\0+(?=[^])/, '');

class Group {
  #prime;
  #generator;
  #private;
  #public;
  verifyError = 0;

  constructor(prime, generator) {
    this.#prime = prime;
    this.#generator = generator;
  }

  #power(base, exponent) { return call('dh.power', { __proto__: null, base, exponent, modulus: this.#prime }); }

  generateKeys() {
    // As many bits as any of OpenSSL's groups asks for, and never more than the prime has.
    this.#private ??= call('random', { __proto__: null, length: Math.min(this.#prime.length, 64) });
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
    if (typeof sizeOrPrime === 'number') {
      if (sizeOrPrime < 2) refused('ERR_OSSL_DH_MODULUS_TOO_SMALL', '0280007E', 'Diffie-Hellman routines', 'modulus too small');
      fail(TypeError, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
        "Generating a Diffie-Hellman prime is not supported here; pass one, or use getDiffieHellman('modp14')");
    }
    const isNumber = typeof generator === 'number';
    const base = isNumber && generator > 0 ? numberText(generator) : isNumber ? '' : toText(generator);
    // 0 and 1 generate nothing.
    if (/^\0*\x01?$/.test(base)) refused('ERR_OSSL_DH_BAD_GENERATOR', '02800065', 'Diffie-Hellman routines', 'bad generator');
    super(withoutZeros(toText(sizeOrPrime)), withoutZeros(base));
  }
}

export class DiffieHellmanGroup extends Group {
  constructor(name) {
    const prime = Object.hasOwn(groups, `${name}`.toLowerCase()) ? groups[`${name}`.toLowerCase()] : undefined;
    if (prime === undefined) fail(Error, 'ERR_CRYPTO_UNKNOWN_DH_GROUP', 'Unknown DH group');
    super(toText(library().from(prime, 'base64')), '\x02');
  }
}
