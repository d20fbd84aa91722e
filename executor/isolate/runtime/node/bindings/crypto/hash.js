// Hash and Hmac. Data is gathered here and hashed in one call at the end; what grows long goes to the host in parts.

import { Job, call, callForBytes, dataText, fail, fromText, inPieces, library, muchOf, toBuffer, toText } from './bridge.js';
import { shortDigest } from '../../../digests.js';
import { apply } from '../../../host.js';
import { bytesOf } from '../buffer.js';
import { KeyObjectHandle } from './key_handle.js';

const { toBase64, toHex } = Uint8Array.prototype;
// Characters gathered before the host keeps a state. Bounds the memory of a hash over much data.
const PART = 1 << 20;

const SIZES = {
  __proto__: null,
  'md5': 16, 'md5-sha1': 36, 'sha1': 20, 'sha224': 28, 'sha256': 32, 'sha384': 48, 'sha512': 64,
  'sha512-224': 28, 'sha512-256': 32, 'sha3-224': 28, 'sha3-256': 32, 'sha3-384': 48, 'sha3-512': 64,
  'shake128': 16, 'shake256': 32, 'blake2b512': 64, 'blake2s256': 32, 'ripemd160': 20, 'sm3': 32,
};
const isShake = (name) => name === 'shake128' || name === 'shake256';

// As Node 20 lists them, each with the hash that it means.
const NAMES = {
  __proto__: null,
  'RSA-MD5': 'md5', 'RSA-RIPEMD160': 'ripemd160', 'RSA-SHA1': 'sha1', 'RSA-SHA1-2': 'sha1', 'RSA-SHA224': 'sha224',
  'RSA-SHA256': 'sha256', 'RSA-SHA3-224': 'sha3-224', 'RSA-SHA3-256': 'sha3-256', 'RSA-SHA3-384': 'sha3-384',
  'RSA-SHA3-512': 'sha3-512', 'RSA-SHA384': 'sha384', 'RSA-SHA512': 'sha512', 'RSA-SHA512/224': 'sha512-224',
  'RSA-SHA512/256': 'sha512-256', 'RSA-SM3': 'sm3', 'blake2b512': 'blake2b512', 'blake2s256': 'blake2s256',
  'id-rsassa-pkcs1-v1_5-with-sha3-224': 'sha3-224', 'id-rsassa-pkcs1-v1_5-with-sha3-256': 'sha3-256',
  'id-rsassa-pkcs1-v1_5-with-sha3-384': 'sha3-384', 'id-rsassa-pkcs1-v1_5-with-sha3-512': 'sha3-512',
  'md5': 'md5', 'md5-sha1': 'md5-sha1', 'md5WithRSAEncryption': 'md5', 'ripemd': 'ripemd160',
  'ripemd160': 'ripemd160', 'ripemd160WithRSA': 'ripemd160', 'rmd160': 'ripemd160', 'sha1': 'sha1',
  'sha1WithRSAEncryption': 'sha1', 'sha224': 'sha224', 'sha224WithRSAEncryption': 'sha224', 'sha256': 'sha256',
  'sha256WithRSAEncryption': 'sha256', 'sha3-224': 'sha3-224', 'sha3-256': 'sha3-256', 'sha3-384': 'sha3-384',
  'sha3-512': 'sha3-512', 'sha384': 'sha384', 'sha384WithRSAEncryption': 'sha384', 'sha512': 'sha512',
  'sha512-224': 'sha512-224', 'sha512-224WithRSAEncryption': 'sha512-224', 'sha512-256': 'sha512-256',
  'sha512-256WithRSAEncryption': 'sha512-256', 'sha512WithRSAEncryption': 'sha512', 'shake128': 'shake128',
  'shake256': 'shake256', 'sm3': 'sm3', 'sm3WithRSAEncryption': 'sm3', 'ssl3-md5': 'md5', 'ssl3-sha1': 'sha1',
};
// OpenSSL knows a few more that it does not list.
const ALIASES = { __proto__: null, 'sha-1': 'sha1', 'sha2-224': 'sha224', 'sha2-256': 'sha256', 'sha2-384': 'sha384',
  'sha2-512': 'sha512', 'sha-224': 'sha224', 'sha-256': 'sha256', 'sha-384': 'sha384', 'sha-512': 'sha512',
  'sha2-512/224': 'sha512-224', 'sha2-512/256': 'sha512-256', 'sha512/224': 'sha512-224', 'sha-512/224': 'sha512-224',
  'sha512/256': 'sha512-256', 'sha-512/256': 'sha512-256', 'shake-128': 'shake128', 'shake-256': 'shake256',
  'blake2b-512': 'blake2b512', 'blake2s-256': 'blake2s256', 'ripemd-160': 'ripemd160' };
for (const name of Object.keys(NAMES)) ALIASES[name.toLowerCase()] = NAMES[name];

const { toLowerCase } = String.prototype;
// The hash's own name; undefined for none.
export const digestName = (name) => ALIASES[Reflect.apply(toLowerCase, name, [])];
export const getHashes = () => Object.keys(NAMES);
export const getCachedAliases = () => ({ ...ALIASES });
export const digestSize = (name) => SIZES[name];

export function digestOrFail(name) {
  const digest = digestName(`${name}`);
  if (digest === undefined) fail(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', `Invalid digest: ${name}`);
  return digest;
}

// Encodings that the host writes itself.
const WRITTEN = { __proto__: null, hex: true, base64: true, base64url: true };

const URL_SAFE = { __proto__: null, alphabet: 'base64url', omitPadding: true };

function encoded(bytes, encoding) {
  if (encoding === 'hex') return apply(toHex, bytes, []);
  if (encoding === 'base64') return apply(toBase64, bytes, []);
  if (encoding === 'base64url') return apply(toBase64, bytes, [URL_SAFE]);
  return bufferOr(toBuffer(bytes), encoding);
}

const bufferOr = (buffer, encoding) => (
  encoding !== undefined && library().isEncoding(encoding) ? buffer.toString(encoding) : buffer);

function finish(fields, encoding, size) {
  if (WRITTEN[encoding] === true) {
    fields.encoding = encoding;
    return call('hash', fields);
  }
  fields.encoding = 'bytes';
  return bufferOr(toBuffer(callForBytes('hash', fields, size)), encoding);
}

// A hash under way: its fields for the host, and the text gathered since.
export class Running {
  #fields;
  #parts = '';
  #state = 0;

  constructor(fields) { this.#fields = fields; }

  // What update(data, encoding) of a hash takes.
  add(data, encoding) {
    const much = muchOf(data, encoding);
    if (much === undefined) this.update(dataText(data, encoding));
    else this.#addMuch(much);
  }

  update(text) {
    this.#parts += text;
    if (this.#parts.length > PART) this.flush();
  }

  #addMuch(bytes) {
    if (this.#parts !== '') this.flush();
    inPieces(bytes, (size) => {
      this.#state = call('hash.update', { __proto__: null, ...this.#fields, state: this.#state, data: size });
    });
  }

  flush() {
    this.#state = call('hash.update', { __proto__: null, ...this.#fields, state: this.#state, data: this.#parts });
    this.#parts = '';
  }

  copy() {
    const copy = new Running(this.#fields);
    copy.#parts = this.#parts;
    if (this.#state !== 0) copy.#state = call('hash.copy', { __proto__: null, state: this.#state });
    return copy;
  }

  // The digest as text of one character per byte.
  text() {
    const data = this.#parts;
    this.#parts = '';
    return call('hash', { __proto__: null, ...this.#fields, state: this.#state, data, encoding: 'bytes' });
  }

  finish(encoding, size, length) {
    const short = this.#state === 0 && length === undefined
      ? shortDigest(this.#fields.algorithm, this.#parts, this.#fields.key) : undefined;
    if (short !== undefined) {
      this.#parts = '';
      return encoded(short, encoding);
    }
    const fields = { __proto__: null, ...this.#fields, state: this.#state, data: this.#parts };
    if (length !== undefined) fields.length = length;
    this.#parts = '';
    return finish(fields, encoding, size);
  }
}

export class Hash {
  #running;
  #name;
  #length;
  #given;

  constructor(algorithm, length) {
    if (algorithm instanceof Hash) {
      this.#name = algorithm.#name;
      this.#running = algorithm.#running.copy();
    } else {
      this.#name = digestName(algorithm);
      if (this.#name === undefined) throw new Error('Digest method not supported');
      this.#running = new Running({ __proto__: null, algorithm: this.#name });
    }
    const size = SIZES[this.#name];
    if (length !== undefined && length !== size && !isShake(this.#name)) {
      const error = new Error('error:030000B2:digital envelope routines::not XOF or invalid length');
      throw Object.assign(error, { library: 'digital envelope routines', reason: 'not XOF or invalid length',
        code: 'ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH' });
    }
    this.#length = length ?? size;
  }

  update(data, encoding) {
    this.#running.add(data, encoding);
    return true;
  }

  // A stream's end asks once, before its reader may.
  digest(encoding) {
    if (this.#given === undefined) {
      const value = this.#running.finish(encoding, this.#length, isShake(this.#name) ? this.#length : undefined);
      this.#given = { __proto__: null, value, encoding };
      return value;
    }
    const { value, encoding: first } = this.#given;
    const bytes = typeof value === 'string' ? library().from(value, first) : value;
    return encoding === undefined || encoding === 'buffer' ? bytes : bytes.toString(encoding);
  }
}

export class Hmac {
  #running;
  #size;

  init(algorithm, key) {
    const name = digestOrFail(algorithm);
    if (isShake(name)) throw new Error('error:00000000:lib(0)::reason(0)');
    this.#size = SIZES[name];
    const secret = key instanceof KeyObjectHandle ? key.text() : toText(key);
    this.#running = new Running({ __proto__: null, algorithm: name, key: secret });
  }

  update(data, encoding) {
    this.#running.add(data, encoding);
    return true;
  }

  digest(encoding) { return this.#running.finish(encoding, this.#size); }
}

export function hashText(name, text) {
  return call('hash', { __proto__: null, algorithm: name, data: text, encoding: 'bytes' });
}

export function oneShotDigest(algorithm, id, cache, input, encoding) {
  const name = digestName(algorithm);
  if (name === undefined) throw new Error(`Digest method ${algorithm} is not supported`);
  const running = new Running({ __proto__: null, algorithm: name });
  running.add(input);
  return running.finish(encoding, SIZES[name]);
}

// What computes a digest of all data, as it is now, later.
function wholly(fields, data, size, taken) {
  const bytes = bytesOf(data);
  const copy = muchOf(bytes) === undefined ? toText(bytes) : new Uint8Array(bytes);
  return () => {
    const running = new Running(fields);
    if (typeof copy === 'string') running.update(copy);
    else running.add(copy);
    return taken(running.text());
  };
}

export class HashJob extends Job {
  constructor(mode, algorithm, data) {
    const name = digestOrFail(algorithm);
    super(mode, wholly({ __proto__: null, algorithm: name }, data, SIZES[name], (digest) => fromText(digest).buffer));
  }
}

export class HmacJob extends Job {
  constructor(mode, sign, algorithm, key, data, signature) {
    const name = digestOrFail(algorithm);
    const expected = signature === undefined ? undefined : toText(signature);
    super(mode, wholly({ __proto__: null, algorithm: name, key: key.text() }, data, SIZES[name], (digest) => (
      expected === undefined ? fromText(digest).buffer : sameText(digest, expected))));
  }
}

// In a time that tells nothing of where they differ.
export function sameText(a, b) {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}
