// The runtime's own, by the name that Node's library knows.

import { validateAbortSignal } from 'node:internal/validators';
import { addAbortListener } from 'node:internal/events/abort_listener';
import { isSignal } from '../../web/abort.js';
import { makeCloneable } from '../../web/cloneable.js';
import { listenInside } from '../../web/event-target.js';

const { setImmediate } = globalThis;
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

// A signal that is aborted a turn after this one, as if word of it had come from another thread.
function follower(signal) {
  const { reason } = signal;
  if (signal.aborted) return AbortSignal.abort(reason);
  const controller = new AbortController();
  listenInside(signal, 'abort', () => { setImmediate(() => controller.abort(signal.reason)); });
  return makeCloneable(controller.signal, () => follower(controller.signal));
}

export function transferableAbortSignal(signal) {
  const { codes } = require('node:internal/errors');
  if (!isSignal(signal)) throw new codes.ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  return makeCloneable(signal, () => follower(signal));
}

export function transferableAbortController() {
  const controller = new AbortController();
  transferableAbortSignal(controller.signal);
  return controller;
}
