// Node's crypto, and the global that is a part of it.

import crypto from 'node:crypto';
import webcrypto from 'node:internal/crypto/webcrypto';
import { defineProperty } from '../host.js';
import { register } from './registry.js';

register('crypto', crypto);

for (const name of ['Crypto', 'CryptoKey', 'SubtleCrypto']) {
  defineProperty(globalThis, name, { value: webcrypto[name], writable: true, configurable: true, enumerable: false });
}
const { crypto: value } = webcrypto;
defineProperty(globalThis, 'crypto', { value, writable: true, configurable: true, enumerable: true });
