// Signatures, and RSA as a cipher.

import { Job, call, callForBytes, dataText, fail, fromText, toBuffer, toText } from './bridge.js';
import { Running, digestName, digestOrFail } from './hash.js';
import { KeyObjectHandle, kKeyTypePrivate, kKeyTypePublic } from './key_handle.js';

export const kSigEncDER = 0;
export const kSigEncP1363 = 1;
export const kSignJobModeSign = 0;
export const kSignJobModeVerify = 1;
const DEFAULT_DIGEST = 'sha256';

const privateHandle = (...given) => KeyObjectHandle.from(kKeyTypePrivate, ...given);
// A private key serves as its public one.
const publicHandle = (...given) => KeyObjectHandle.from(kKeyTypePublic, ...given).asPublic();

const isEdwards = (kind) => kind === 'ed25519' || kind === 'ed448';

function options(padding, saltLength, encoding) {
  const fields = { __proto__: null, p1363: encoding === kSigEncP1363 };
  if (padding !== undefined) fields.padding = padding;
  if (saltLength !== undefined) fields.saltLength = saltLength;
  return fields;
}

class Signing {
  #name;
  #running;

  init(algorithm) {
    // The oldest name of DSA's, which is no digest's.
    this.#name = `${algorithm}`.toLowerCase() === 'dss1' ? 'sha1' : digestName(algorithm);
    if (this.#name === undefined) fail(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', 'Invalid digest');
    this.#running = new Running({ __proto__: null, algorithm: this.#name });
  }

  update(data, encoding) { this.#running.add(data, encoding); }

  // The fields that both ways have in common; the data is used up.
  finish(handle, padding, saltLength, encoding) {
    if (this.#running === undefined) fail(Error, 'ERR_CRYPTO_INVALID_STATE', 'Not initialised');
    if (isEdwards(handle.getAsymmetricKeyType())) {
      fail(Error, 'ERR_CRYPTO_UNSUPPORTED_OPERATION', 'Unsupported crypto operation');
    }
    const fields = options(padding, saltLength, encoding);
    fields.algorithm = this.#name;
    fields.hashed = toText(this.#running.finish('buffer', 64));
    this.#running = undefined;
    fields.key = handle.text();
    return fields;
  }
}

export class Sign extends Signing {
  sign(data, format, type, passphrase, padding, saltLength, encoding) {
    const handle = privateHandle(data, format, type, passphrase);
    const fields = this.finish(handle, padding, saltLength, encoding);
    return toBuffer(fromText(call('sign', fields)));
  }
}

export class Verify extends Signing {
  verify(data, format, type, passphrase, signature, padding, saltLength, encoding) {
    const handle = publicHandle(data, format, type, passphrase);
    const fields = this.finish(handle, padding, saltLength, encoding);
    fields.signature = toText(signature);
    return call('verify', fields);
  }
}

export class SignJob extends Job {
  constructor(mode, way, data, format, type, passphrase, message, algorithm, saltLength, padding, encoding, signature) {
    const signing = way === kSignJobModeSign;
    const handle = (signing ? privateHandle : publicHandle)(data, format, type, passphrase);
    const fields = options(padding, saltLength, encoding);
    if (algorithm !== undefined && algorithm !== null) fields.algorithm = digestOrFail(algorithm);
    else if (!isEdwards(handle.getAsymmetricKeyType())) fields.algorithm = handle.ownHash ?? DEFAULT_DIGEST;
    fields.key = handle.text();
    fields.data = toText(message);
    if (!signing) fields.signature = toText(signature);
    super(mode, () => (signing ? fromText(call('sign', fields)).buffer : call('verify', fields)));
  }
}

function rsa(op, handleFor) {
  return (data, format, type, passphrase, buffer, padding, hash, label) => {
    const algorithm = hash === undefined ? 'sha1' : digestName(hash);
    if (algorithm === undefined) {
      // A key of either kind is read before the digest is looked at, and of the right kind after that.
      publicHandle(data, format, type, passphrase);
      fail(Error, 'ERR_OSSL_EVP_INVALID_DIGEST', 'Invalid digest used');
    }
    const handle = handleFor(data, format, type, passphrase);
    const fields = { __proto__: null, key: handle.text(), data: toText(buffer), padding, algorithm };
    if (label !== undefined) fields.label = toText(label);
    return toBuffer(fromText(call(op, fields)));
  };
}
export const publicEncrypt = rsa('rsa.publicEncrypt', publicHandle);
export const publicDecrypt = rsa('rsa.publicDecrypt', publicHandle);
export const privateEncrypt = rsa('rsa.privateEncrypt', privateHandle);
export const privateDecrypt = rsa('rsa.privateDecrypt', privateHandle);

export class RSACipherJob extends Job {
  constructor(mode, direction, key, data, variant, hash, label) {
    const fields = { __proto__: null, key: key.text(), data: toText(data), padding: 4, algorithm: digestOrFail(hash) };
    if (label !== undefined) fields.label = toText(label);
    super(mode, () => callForBytes(direction === 0 ? 'rsa.publicEncrypt' : 'rsa.privateDecrypt', fields, 0).buffer);
  }
}
