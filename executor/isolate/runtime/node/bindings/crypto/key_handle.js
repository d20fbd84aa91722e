// Keys as the library's KeyObject holds them: a secret's bytes, or the DER that the host reads again for each operation.

import { call, fail, fromText, library, toBuffer, toText } from './bridge.js';
import { utf8Text } from '../buffer.js';
import { makeCloneable } from '../../../web/cloneable.js';

export const kKeyTypeSecret = 0;
export const kKeyTypePublic = 1;
export const kKeyTypePrivate = 2;
export const kKeyFormatDER = 0;
export const kKeyFormatPEM = 1;
export const kKeyFormatJWK = 2;
export const kKeyEncodingPKCS1 = 0;
export const kKeyEncodingPKCS8 = 1;
export const kKeyEncodingSPKI = 2;
export const kKeyEncodingSEC1 = 3;
const ENCODINGS = ['pkcs1', 'pkcs8', 'spki', 'sec1'];
const CIPHER = /^(?:aes-?(?:128|192|256)|des|camellia|aria|sm4|seed|bf|cast|rc2|idea)/i;
const SAME = Symbol('same');

const passphraseText = (passphrase) => (passphrase === undefined || passphrase === null ? undefined : toText(passphrase));

function inFormat(bytes, format) {
  return format === kKeyFormatPEM ? library().from(bytes.buffer, 0, bytes.length).latin1Slice() : toBuffer(bytes);
}

export class KeyObjectHandle {
  #type = kKeyTypeSecret;
  #text = '';
  #detail = { kind: '' };
  #public;

  // A handle of what the host described.
  static of(detail) {
    const handle = new KeyObjectHandle();
    handle.#take(detail);
    return handle;
  }

  // The handle in what the library's preparePrivateKey and its like return.
  static from(type, data, format, encoding, passphrase) {
    if (data instanceof KeyObjectHandle) return data;
    const handle = new KeyObjectHandle();
    handle.init(type, data, format, encoding, passphrase);
    return handle;
  }

  #take(detail) {
    this.#detail = detail;
    this.#text = detail.der;
    this.#type = detail.private ? kKeyTypePrivate : kKeyTypePublic;
  }

  init(type, data, format, encoding, passphrase) {
    if (type === kKeyTypeSecret) {
      this.#text = toText(data);
    } else if (data instanceof KeyObjectHandle) {
      this.#take(type === kKeyTypePublic ? data.asPublic().#detail : data.#detail);
    } else {
      const fields = { __proto__: null, data: toText(data), format: format === kKeyFormatDER ? 'der' : 'pem',
        type: ENCODINGS[encoding] ?? '' };
      const secret = passphraseText(passphrase);
      if (secret !== undefined) fields.passphrase = secret;
      this.#take(call(type === kKeyTypePublic ? 'key.public' : 'key.private', fields));
    }
  }

  initECRaw(curve, data) {
    return this.#attempt({ __proto__: null, kind: curve, data: toText(data) });
  }

  initEDRaw(name, data, type) {
    return this.#attempt({ __proto__: null, kind: name, data: toText(data), private: type === kKeyTypePrivate });
  }

  #attempt(fields) {
    try {
      this.#take(call('key.raw', fields));
      return true;
    } catch {
      return false;
    }
  }

  initJwk(jwk, curve) {
    const { kty } = jwk;
    if (kty === 'oct') {
      if (typeof jwk.k !== 'string') fail(TypeError, 'ERR_CRYPTO_INVALID_JWK', 'Invalid JWK secret key format');
      this.#text = toText(library().from(jwk.k, 'base64'));
      return kKeyTypeSecret;
    }
    if (kty !== 'RSA' && kty !== 'EC') {
      fail(TypeError, 'ERR_CRYPTO_INVALID_JWK', `Unsupported JWK key type`);
    }
    const fields = { __proto__: null, kty };
    for (const name of ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi', 'x', 'y']) {
      if (jwk[name] === undefined || jwk[name] === null) continue;
      if (typeof jwk[name] !== 'string') fail(TypeError, 'ERR_CRYPTO_INVALID_JWK', `Invalid JWK ${kty} key`);
      fields[name] = utf8Text(jwk[name]);
    }
    const needed = kty === 'RSA' ? (fields.d === undefined ? ['n', 'e'] : ['n', 'e', 'p', 'q', 'dp', 'dq', 'qi']) : ['x', 'y'];
    for (const name of needed) {
      if (fields[name] === undefined) fail(TypeError, 'ERR_CRYPTO_INVALID_JWK', `Invalid JWK ${kty} key`);
    }
    if (kty === 'EC') fields.crv = `${curve}`;
    this.#take(call('key.jwk', fields));
    return this.#type;
  }

  get type() { return this.#type; }

  // The secret, or the DER, as text of one character per byte.
  text() { return this.#text; }

  asPublic() {
    if (this.#type !== kKeyTypePrivate) return this;
    this.#public ??= KeyObjectHandle.of(call('key.topublic', { __proto__: null, key: this.#text }));
    return this.#public;
  }

  keyDetail(target) {
    const { kind, modulusLength, publicExponent, namedCurve, divisorLength, saltLength } = this.#detail;
    if (this.#type === kKeyTypeSecret) target.length = this.#text.length * 8;
    else if (kind === 'rsa' || kind === 'rsa-pss') {
      target.modulusLength = modulusLength;
      target.publicExponent = fromText(publicExponent).buffer;
      if (saltLength !== undefined) {
        const { hashAlgorithm, mgf1HashAlgorithm } = this.#detail;
        Object.assign(target, { hashAlgorithm, mgf1HashAlgorithm, saltLength });
      }
    } else if (kind === 'dsa') Object.assign(target, { modulusLength, divisorLength });
    else if (kind === 'ec') target.namedCurve = namedCurve;
    return target;
  }

  equals(other) {
    return this.#type === other.#type && this.#text === other.#text;
  }

  getSymmetricKeySize() { return this.#text.length; }

  getAsymmetricKeyType() { return this.#detail.kind; }

  // What a key for PSS alone is used with; undefined for any other.
  get ownHash() { return this.#detail.hashAlgorithm; }

  checkEcKeyData() { return this.#detail.kind === 'ec'; }

  export(format, encoding, cipher, passphrase) {
    if (this.#type === kKeyTypeSecret) return toBuffer(fromText(this.#text));
    return inFormat(this.#der(format, encoding, cipher, passphrase), format);
  }

  #der(format, encoding, cipher, passphrase) {
    const fields = { __proto__: null, key: this.#text, format: format === kKeyFormatPEM ? 'pem' : 'der',
      type: ENCODINGS[encoding] };
    if (this.#type === kKeyTypePublic) return fromText(call('export.public', fields));
    if (cipher !== undefined && cipher !== null) {
      if (!CIPHER.test(cipher)) fail(Error, 'ERR_CRYPTO_UNKNOWN_CIPHER', 'Unknown cipher');
      fields.passphrase = passphraseText(passphrase);
      fields.cipher = cipher;
    }
    return fromText(call('export.private', fields));
  }

  // What generateKeyPair() gives for an encoding; the key itself where none was asked for.
  encoded(format, encoding, cipher, passphrase) {
    if (format === undefined) return this;
    if (format === kKeyFormatJWK) return this.exportJwk({}, false);
    return this.export(format, encoding, cipher, passphrase);
  }

  exportJwk(target) {
    if (this.#type === kKeyTypeSecret) {
      return Object.assign(target, { kty: 'oct', k: library().from(this.#text, 'latin1').toString('base64url') });
    }
    return Object.assign(target,
      call('export.jwk', { __proto__: null, key: this.#text, private: this.#type === kKeyTypePrivate }));
  }

  rawPublic() { return call('export.raw', { __proto__: null, key: this.asPublic().#text }); }
}

// KeyObject's base, from which jobs that are given a KeyObject get its handle.
export class NativeKeyObject {
  #handle;

  constructor(handle) {
    const Class = new.target;
    this.#handle = handle;
    makeCloneable(this, () => new Class(handle));
  }

  static [SAME](key) { return #handle in key ? key.#handle : undefined; }
}
const handleIn = NativeKeyObject[SAME];
delete NativeKeyObject[SAME];
export const handleOf = (key) => (key instanceof KeyObjectHandle ? key : handleIn(key));

export const createNativeKeyObjectClass = (build) => build(NativeKeyObject);
