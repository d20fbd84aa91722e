// New keys, and keys written for Web Crypto.

import { Job, call, callForBytes, fail, fromText } from './bridge.js';
import { digestName } from './hash.js';
import { findPrime, twice } from './primes.js';
import { KeyObjectHandle, kKeyEncodingPKCS8, kKeyEncodingSPKI, kKeyFormatDER, kKeyTypeSecret } from './key_handle.js';

export const kKeyVariantRSA_SSA_PKCS1_v1_5 = 0;
export const kKeyVariantRSA_PSS = 1;
export const kKeyVariantRSA_OAEP = 2;
export const EVP_PKEY_X25519 = 1034;
export const EVP_PKEY_X448 = 1035;
export const EVP_PKEY_ED25519 = 1087;
export const EVP_PKEY_ED448 = 1088;
const KINDS = { __proto__: null, 1034: 'x25519', 1035: 'x448', 1087: 'ed25519', 1088: 'ed448' };
export const OPENSSL_EC_NAMED_CURVE = 1;
export const OPENSSL_EC_EXPLICIT_CURVE = 0;
export const kWebCryptoKeyFormatRaw = 0;
export const kWebCryptoKeyFormatPKCS8 = 1;
export const kWebCryptoKeyFormatSPKI = 2;
export const kWebCryptoKeyFormatJWK = 3;

const CURVES = ['brainpoolP256r1', 'brainpoolP384r1', 'brainpoolP512r1', 'prime192v1', 'prime256v1', 'secp224r1',
  'secp256k1', 'secp384r1', 'secp521r1'];
export const getCurves = () => [...CURVES];
const NIST = { __proto__: null, 'P-192': 'prime192v1', 'P-224': 'secp224r1', 'P-256': 'prime256v1', 'P-384': 'secp384r1',
  'P-521': 'secp521r1' };

export function curveOrFail(name) {
  const curve = NIST[name] ?? name;
  if (!CURVES.includes(curve)) fail(TypeError, 'ERR_CRYPTO_INVALID_CURVE', 'Invalid EC curve name');
  return curve;
}

const unsupported = (what) => fail(TypeError, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', `${what} is not supported here`);

const DIGEST_LENGTHS = { __proto__: null, sha1: 20, sha224: 28, sha256: 32, sha384: 48, sha512: 64, 'sha512-224': 28, 'sha512-256': 32 };

function pssHash(name, what) {
  if (name === undefined) return '';
  const digest = digestName(name);
  if (digest === undefined) fail(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', `Invalid ${what}: ${name}`);
  if (DIGEST_LENGTHS[digest] === undefined) unsupported(`The digest ${name} for a key of the type rsa-pss`);
  return digest;
}

// What generateKeyPair() gives of a key that the host described.
export function keyPair(described, { 0: publicFormat, 1: publicType, 2: privateFormat, 3: privateType, 4: cipher, 5: passphrase }) {
  const key = KeyObjectHandle.of(described);
  return [key.asPublic().encoded(publicFormat, publicType), key.encoded(privateFormat, privateType, cipher, passphrase)];
}

class KeyPairJob extends Job {
  constructor(mode, fields, ...encoding) {
    super(mode, () => keyPair(call('key.generate', { __proto__: null, ...fields }), encoding));
  }
}

export class RsaKeyPairGenJob extends KeyPairJob {
  constructor(mode, variant, bits, exponent, ...more) {
    if (variant !== kKeyVariantRSA_PSS) {
      super(mode, { kind: 'rsa', bits, exponent }, ...more);
      return;
    }
    const [hashName, maskName, salt, ...encoding] = more;
    const hash = pssHash(hashName, 'digest');
    // As in OpenSSL, one parameter brings the others: by the same hash, a salt of its length.
    const mask = pssHash(maskName, 'MGF1 digest') || hash;
    const saltLength = salt ?? (hash === '' ? -1 : DIGEST_LENGTHS[hash]);
    super(mode, { kind: 'rsa-pss', bits, exponent, hash, maskHash: mask, saltLength }, ...encoding);
  }
}

export class EcKeyPairGenJob extends KeyPairJob {
  constructor(mode, name, parameters, ...encoding) {
    const curve = curveOrFail(name);
    if (parameters !== OPENSSL_EC_NAMED_CURVE) unsupported('An explicit curve');
    super(mode, { kind: 'ec', curve }, ...encoding);
  }
}

export class NidKeyPairGenJob extends KeyPairJob {
  constructor(mode, id, ...encoding) { super(mode, { kind: KINDS[id] }, ...encoding); }
}

// The sizes of FIPS 186-4, and 160 bits with any: others the host's library does not take.
const DSA_SIZES = [1024, 2048, 3072];
const DIVISOR_SIZES = [160, 224, 256];

export class DsaKeyPairGenJob extends Job {
  constructor(mode, bits, divisorBits, ...encoding) {
    const divisor = divisorBits === -1 ? 224 : divisorBits === 0 ? 256 : divisorBits;
    super(mode, () => {
      if (!DSA_SIZES.includes(bits)) unsupported(`A DSA key of ${bits} bits (${DSA_SIZES.join(', ')} are)`);
      if (!DIVISOR_SIZES.includes(divisor)) throw new Error('Key generation job failed');
      const q = findPrime({ bits: divisor, safe: false });
      const prime = findPrime({ bits, safe: false, add: twice(q), rem: '\x01' });
      return keyPair(call('key.generate', { __proto__: null, kind: 'dsa', prime, divisor: q }), encoding);
    });
  }
}

export class SecretKeyGenJob extends Job {
  constructor(mode, bits) {
    super(mode, () => {
      const handle = new KeyObjectHandle();
      const length = Math.floor(bits / 8);
      handle.init(kKeyTypeSecret, callForBytes('random', { __proto__: null, key: true, length }, length));
      return handle;
    });
  }
}

function exported(handle, format) {
  if (format === kWebCryptoKeyFormatRaw) return fromText(handle.rawPublic()).buffer;
  const type = format === kWebCryptoKeyFormatPKCS8 ? kKeyEncodingPKCS8 : kKeyEncodingSPKI;
  const { buffer, byteOffset, length } = handle.export(kKeyFormatDER, type);
  return buffer.slice(byteOffset, byteOffset + length);
}

export class RSAKeyExportJob extends Job {
  constructor(mode, format, handle) { super(mode, () => exported(handle, format)); }
}

export class ECKeyExportJob extends Job {
  constructor(mode, format, handle) { super(mode, () => exported(handle, format)); }
}
