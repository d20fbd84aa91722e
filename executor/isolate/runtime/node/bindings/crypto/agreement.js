// Secrets that two sides share.

import { Job, call, fail, fromText, library, toBuffer, toText } from './bridge.js';
import { curveOrFail } from './generation.js';

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
