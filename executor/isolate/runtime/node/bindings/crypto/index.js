// What Node's `crypto` asks of C++.

import { fail } from './bridge.js';
import * as agreement from './agreement.js';
import * as cipher from './cipher.js';
import * as derivation from './derivation.js';
import * as diffieHellman from './diffie_hellman.js';
import * as generation from './generation.js';
import * as hash from './hash.js';
import * as key from './key_handle.js';
import * as primes from './primes.js';
import * as signature from './signature.js';

const certificates = () => fail(TypeError, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
  'Certificates are not supported here; crypto.createPublicKey() reads the public key of one');

export const binding = {
  kCryptoJobAsync: 0,
  kCryptoJobSync: 1,
  ...agreement,
  ...cipher,
  ...cipher.variants,
  ...derivation,
  ...diffieHellman,
  ...generation,
  ...hash,
  ...key,
  ...primes,
  ...signature,
  // internal/crypto/rsa looks for it here.
  RSA_PKCS1_PSS_PADDING: 6,
  getFipsCrypto: () => 0,
  setFipsCrypto() {},
  secureHeapUsed: () => undefined,
  parseX509: certificates,
  certVerifySpkac: certificates,
  certExportPublicKey: certificates,
  certExportChallenge: certificates,
};
