// DOMException: the standard's, with the constructor's options that Node has.

import { defineProperty } from '../host.js';
import { coded } from './errors.js';
import { expose } from './interface.js';

const { captureStackTrace } = Error;

// Legacy codes by constant; the second name is what an exception of that code is called.
const CODES = [
  ['INDEX_SIZE_ERR', 'IndexSizeError'],
  ['DOMSTRING_SIZE_ERR', ''],
  ['HIERARCHY_REQUEST_ERR', 'HierarchyRequestError'],
  ['WRONG_DOCUMENT_ERR', 'WrongDocumentError'],
  ['INVALID_CHARACTER_ERR', 'InvalidCharacterError'],
  ['NO_DATA_ALLOWED_ERR', ''],
  ['NO_MODIFICATION_ALLOWED_ERR', 'NoModificationAllowedError'],
  ['NOT_FOUND_ERR', 'NotFoundError'],
  ['NOT_SUPPORTED_ERR', 'NotSupportedError'],
  ['INUSE_ATTRIBUTE_ERR', 'InUseAttributeError'],
  ['INVALID_STATE_ERR', 'InvalidStateError'],
  ['SYNTAX_ERR', 'SyntaxError'],
  ['INVALID_MODIFICATION_ERR', 'InvalidModificationError'],
  ['NAMESPACE_ERR', 'NamespaceError'],
  ['INVALID_ACCESS_ERR', 'InvalidAccessError'],
  ['VALIDATION_ERR', ''],
  ['TYPE_MISMATCH_ERR', 'TypeMismatchError'],
  ['SECURITY_ERR', 'SecurityError'],
  ['NETWORK_ERR', 'NetworkError'],
  ['ABORT_ERR', 'AbortError'],
  ['URL_MISMATCH_ERR', 'URLMismatchError'],
  ['QUOTA_EXCEEDED_ERR', 'QuotaExceededError'],
  ['TIMEOUT_ERR', 'TimeoutError'],
  ['INVALID_NODE_TYPE_ERR', 'InvalidNodeTypeError'],
  ['DATA_CLONE_ERR', 'DataCloneError'],
];
const codeOf = { __proto__: null };

export class DOMException {
  #name;
  #message;

  constructor(message = '', options = 'Error') {
    // Before the stack, which begins with both.
    this.#message = `${message}`;
    if (options && typeof options === 'object') {
      this.#name = `${options.name}`;
      if ('cause' in options) {
        defineProperty(this, 'cause', { value: options.cause, writable: true, configurable: true });
      }
    } else {
      this.#name = `${options}`;
    }
    captureStackTrace(this, new.target);
  }

  get name() {
    if (!(#name in this)) throw coded(TypeError, 'ERR_INVALID_THIS', 'Value of "this" must be of DOMException');
    return this.#name;
  }

  get message() {
    if (!(#name in this)) throw coded(TypeError, 'ERR_INVALID_THIS', 'Value of "this" must be of DOMException');
    return this.#message;
  }

  get code() {
    if (!(#name in this)) throw coded(TypeError, 'ERR_INVALID_THIS', 'Value of "this" must be of DOMException');
    return codeOf[this.#name] ?? 0;
  }
}

Object.setPrototypeOf(DOMException.prototype, Error.prototype);
CODES.forEach(([constant, name], index) => {
  if (name !== '') codeOf[name] = index + 1;
  for (const owner of [DOMException, DOMException.prototype]) {
    defineProperty(owner, constant, { value: index + 1, enumerable: true });
  }
});
expose(DOMException, ['name', 'message', 'code']);
