// The runtime's own, by the name that Node's library knows.

import { validateAbortSignal } from 'node:internal/validators';
import { addAbortListener } from 'node:internal/events/abort_listener';

export const { AbortController, AbortSignal } = globalThis;

export async function aborted(signal, resource) {
  const { codes } = require('node:internal/errors');
  if (signal === undefined) throw new codes.ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  validateAbortSignal(signal, 'signal');
  if (typeof resource !== 'object' || resource === null) {
    throw new codes.ERR_INVALID_ARG_TYPE('resource', 'Object', resource);
  }
  if (signal.aborted) return undefined;
  return new Promise((resolve) => { addAbortListener(signal, resolve); });
}

export const transferableAbortController = () => new AbortController();
export const transferableAbortSignal = (signal) => signal;
