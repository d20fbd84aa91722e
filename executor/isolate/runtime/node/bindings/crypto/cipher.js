// Ciphers under way in the host, and those of Web Crypto, which take all data at once.

import { take } from '../../../window.js';
import { bytesOf } from '../buffer.js';
import { Job, call, callForBytes, dataText, fail, fromText, inPieces, library, muchOf, toBuffer, toText } from './bridge.js';
import { process } from '../../process_object.js';
import ciphers from './ciphers.json';
import { KeyObjectHandle } from './key_handle.js';

const TABLE = { __proto__: null };
for (const [name, [canonical, algorithm, mode, nid, key, iv, block]] of Object.entries(ciphers)) {
  TABLE[name.toLowerCase()] = { __proto__: null, name: canonical, algorithm, mode, nid, key, iv, block };
}
const BY_NID = { __proto__: null };
for (const cipher of Object.values(TABLE)) BY_NID[cipher.nid] ??= cipher;
const TAG = 16;
// Where the same key and vector must never meet twice.
const COUNTING = ['ctr', 'gcm', 'ccm'];

const isPoly = (cipher) => cipher.algorithm === 'chacha20-poly1305';
const AUTHENTICATED = ['gcm', 'ccm', 'ocb'];
const isAuthenticated = (cipher) => AUTHENTICATED.includes(cipher.mode) || isPoly(cipher);
// Where the length of the tag is part of what is computed.
const needsTagLength = (cipher) => cipher.mode === 'ccm' || cipher.mode === 'ocb';
const isGcmTag = (length) => length === 4 || length === 8 || (length >= 12 && length <= 16);
const isCcmTag = (length) => length >= 4 && length <= 16 && length % 2 === 0;

export const getCiphers = () => Object.keys(ciphers);

export function getCipherInfo(target, nameOrNid, keyLength, ivLength) {
  const cipher = typeof nameOrNid === 'string' ? TABLE[nameOrNid.toLowerCase()] : BY_NID[nameOrNid];
  if (cipher === undefined) return undefined;
  if (keyLength !== undefined && keyLength !== cipher.key) return undefined;
  if (ivLength !== undefined) {
    const fits = cipher.mode === 'ccm' ? ivLength >= 7 && ivLength <= 13 : cipher.mode === 'gcm' ? ivLength > 0
      : cipher.mode === 'ocb' ? ivLength > 0 && ivLength <= 15
        : isPoly(cipher) ? ivLength > 0 && ivLength <= 12 : ivLength === cipher.iv;
    if (!fits) return undefined;
  }
  target.mode = cipher.mode === 'cfb8' ? 'cfb' : cipher.mode;
  target.name = cipher.name;
  target.nid = cipher.nid;
  if (cipher.block > 0) target.blockSize = cipher.block;
  if (cipher.iv > 0) target.ivLength = ivLength ?? cipher.iv;
  target.keyLength = cipher.key;
  return target;
}

// What an update gives for much data; the bytes are at the beginning of their buffer.
function updatedInPieces(state, bytes, padding) {
  const made = new Uint8Array(bytes.length + 32);
  let length = 0;
  inPieces(bytes, (size) => {
    const given = call('cipher.update', { __proto__: null, state, data: size, padding, window: true });
    take(made, length, given);
    length += given;
  });
  return new Uint8Array(made.buffer, 0, length);
}

const lookUp = (name) => TABLE[name.toLowerCase()] ?? fail(Error, 'ERR_CRYPTO_UNKNOWN_CIPHER', 'Unknown cipher');
const invalidIv = () => fail(TypeError, 'ERR_CRYPTO_INVALID_IV', 'Invalid initialization vector');
const invalidTag = (length) =>
  fail(TypeError, 'ERR_CRYPTO_INVALID_AUTH_TAG', `Invalid authentication tag length: ${length}`);

export class CipherBase {
  #encrypting;
  #cipher;
  #state = 0;
  #padding = true;
  #tagLength = TAG;
  #tagGiven = false;
  #tag = '';
  #key;
  #iv;
  #finished = false;
  #authenticated = false;
  #updated = false;
  // CCM: associated data that came before the tag.
  #additional = '';

  constructor(encrypting) { this.#encrypting = encrypting; }

  // The deprecated createCipher(), where the key is made of a password.
  init(name, password, tagLength) {
    const cipher = lookUp(name);
    if (this.#encrypting && COUNTING.includes(cipher.mode)) process.emitWarning(`Use Cipheriv for counter mode of ${name}`);
    const made = call('cipher.password', { __proto__: null, password: toText(password), length: cipher.key + cipher.iv });
    this.#start(cipher, made.slice(0, cipher.key), made.slice(cipher.key), tagLength);
  }

  initiv(name, key, iv, tagLength) {
    const cipher = lookUp(name);
    const vector = iv === null ? '' : toText(iv);
    if (iv === null && cipher.iv !== 0) invalidIv();
    if (!isAuthenticated(cipher) && iv !== null && vector.length !== cipher.iv) invalidIv();
    if (isPoly(cipher) && vector.length > 12) invalidIv();
    this.#start(cipher, key instanceof KeyObjectHandle ? key.text() : toText(key), vector, tagLength);
  }

  #start(cipher, key, iv, tagLength) {
    if (isAuthenticated(cipher)) this.#checkTag(cipher, iv, tagLength);
    if (key.length !== cipher.key) fail(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', 'Invalid key length');
    this.#cipher = cipher;
    this.#key = key;
    this.#iv = iv;
    if (cipher.mode !== 'ccm') this.#open();
  }

  #checkTag(cipher, iv, tagLength) {
    if (iv.length === 0 || (cipher.mode === 'ccm' && (iv.length < 7 || iv.length > 13)) ||
      (cipher.mode === 'ocb' && iv.length > 15)) invalidIv();
    if (tagLength === -1) {
      if (needsTagLength(cipher)) {
        fail(TypeError, 'ERR_CRYPTO_INVALID_AUTH_TAG', `authTagLength required for ${cipher.name.replace(/^id-aes(\d+)/, 'aes-$1')}`);
      }
      this.#tagLength = isPoly(cipher) ? TAG : 0;
      return;
    }
    const fits = cipher.mode === 'gcm' ? isGcmTag(tagLength) : cipher.mode === 'ccm' ? isCcmTag(tagLength)
      : tagLength >= 1 && tagLength <= TAG;
    if (!fits) invalidTag(tagLength);
    this.#tagLength = tagLength;
  }

  #open() {
    const { algorithm, mode } = this.#cipher;
    const fields = { __proto__: null, algorithm, mode, key: this.#key, iv: this.#iv, encrypting: this.#encrypting };
    if (mode === 'ocb') fields.tagLength = this.#tagLength;
    if (mode === 'ccm') {
      fields.tagLength = this.#tagLength;
      if (this.#tagGiven) fields.tag = this.#tag;
    }
    this.#state = call('cipher', fields);
    if (this.#additional !== '') this.#authenticate(this.#additional);
  }

  #authenticate(data) {
    call('cipher.authenticate', { __proto__: null, state: this.#opened(), data });
  }

  // CCM needs the tag first.
  #opened() {
    if (this.#state === 0) this.#open();
    return this.#state;
  }

  update(data, encoding) {
    if (this.#finished) throw new Error('Trying to add data in unsupported state');
    const ccm = this.#cipher.mode === 'ccm';
    if (ccm && !this.#encrypting && !this.#tagGiven) return toBuffer(fromText(''));
    if (ccm && this.#updated) throw new Error('Trying to add data in unsupported state');
    this.#updated = true;
    // All of a key that is wrapped is one piece.
    const much = ccm || this.#cipher.mode === 'wrap' ? undefined : muchOf(data, encoding);
    if (much !== undefined) {
      const bytes = updatedInPieces(this.#opened(), much, this.#padding);
      return library().from(bytes.buffer, 0, bytes.length);
    }
    const text = dataText(data, encoding);
    const fields = { __proto__: null, state: this.#opened(), data: text, padding: this.#padding };
    return toBuffer(callForBytes('cipher.update', fields, text.length + 32));
  }

  final() {
    if (this.#finished) fail(Error, 'ERR_CRYPTO_INVALID_STATE', 'Invalid state');
    this.#finished = true;
    if (this.#cipher.mode === 'ccm' && !this.#encrypting && !this.#tagGiven) {
      throw new Error('Unsupported state or unable to authenticate data');
    }
    const fields = { __proto__: null, state: this.#opened(), padding: this.#padding };
    if (this.#tagGiven) fields.tag = this.#tag;
    const text = call('cipher.finish', fields);
    if (!this.#encrypting || !isAuthenticated(this.#cipher)) return toBuffer(fromText(text));
    const tagLength = this.#tagLength === 0 ? TAG : this.#tagLength;
    const rest = text.length - (needsTagLength(this.#cipher) ? tagLength : TAG);
    this.#tag = text.slice(rest, rest + tagLength);
    this.#authenticated = true;
    return toBuffer(fromText(text.slice(0, rest)));
  }

  setAutoPadding(padding) {
    if (this.#finished) return false;
    this.#padding = padding;
    return true;
  }

  getAuthTag() {
    return this.#authenticated ? toBuffer(fromText(this.#tag)) : undefined;
  }

  setAuthTag(tag) {
    if (this.#encrypting || this.#finished || this.#tagGiven || !isAuthenticated(this.#cipher)) return false;
    const { length } = toText(tag);
    const fits = this.#cipher.mode === 'gcm' ? (this.#tagLength === 0 || this.#tagLength === length) && isGcmTag(length)
      : this.#tagLength === length;
    if (!fits) invalidTag(length);
    this.#tag = toText(tag);
    this.#tagGiven = true;
    return true;
  }

  setAAD(data, plaintextLength) {
    if (this.#finished || !isAuthenticated(this.#cipher)) return false;
    if (this.#cipher.mode === 'ccm') {
      if (plaintextLength < 0) {
        fail(TypeError, 'ERR_MISSING_ARGS', 'options.plaintextLength required for CCM mode with AAD');
      }
      if (!this.#encrypting && !this.#tagGiven) {
        this.#additional = toText(data);
        return true;
      }
    }
    this.#authenticate(toText(data));
    return true;
  }
}

// Web Crypto's numbers: what the library passes back is what it was given here.
const VARIANTS = ['CTR', 'CBC', 'GCM', 'KW'];
export const variants = {};
VARIANTS.forEach((mode, index) => {
  for (const bits of [128, 192, 256]) variants[`kKeyVariantAES_${mode}_${bits}`] = index;
});
export const kWebCryptoCipherEncrypt = 0;
export const kWebCryptoCipherDecrypt = 1;

function whole(fields, data, tag, additional) {
  const state = call('cipher', fields);
  if (additional !== undefined) call('cipher.authenticate', { __proto__: null, state, data: additional });
  const head = typeof data === 'string'
    ? callForBytes('cipher.update', { __proto__: null, state, data, padding: true }, data.length + 32)
    : updatedInPieces(state, data, true);
  const last = { __proto__: null, state, padding: true };
  if (tag !== undefined) last.tag = tag;
  return [head, call('cipher.finish', last)];
}

function joined(head, tail) {
  const bytes = new Uint8Array(head.length + tail.length);
  bytes.set(head);
  bytes.set(fromText(tail), head.length);
  return bytes.buffer;
}

// Why it failed is told in Node's words, without a code.
function attempt(variant, compute) {
  try {
    return compute();
  } catch (error) {
    throw new Error(variant === 1 ? error.message : 'Cipher job failed');
  }
}

export class AESCipherJob extends Job {
  constructor(mode, direction, key, data, variant, iv, tagOrLength, additional) {
    const encrypting = direction === kWebCryptoCipherEncrypt;
    // As it is now.
    const taken = (variant === 1 || variant === 2) && muchOf(data) !== undefined ? new Uint8Array(bytesOf(data)) : toText(data);
    const secret = key.text();
    const vector = iv === undefined ? '' : toText(iv);
    const more = additional === undefined ? undefined : toText(additional);
    const tag = variant === 2 && !encrypting ? toText(tagOrLength) : tagOrLength;
    super(mode, () => attempt(variant, () => {
      const fields = { __proto__: null, key: secret, iv: vector, data: taken, encrypting };
      if (variant === 3) return callForBytes('aes-kw', fields, taken.length + 8).buffer;
      if (variant === 0) {
        fields.length = tag;
        return callForBytes('aes-ctr', fields, taken.length).buffer;
      }
      const cipher = { __proto__: null, algorithm: 'aes', mode: variant === 1 ? 'cbc' : 'gcm', key: secret, iv: vector, encrypting };
      if (variant === 1) return joined(...whole(cipher, taken));
      const { 0: head, 1: rest } = whole(cipher, taken, encrypting ? undefined : tag, more);
      return joined(head, encrypting ? rest.slice(0, tag) : rest);
    }));
  }
}
