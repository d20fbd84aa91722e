import { typesOf } from '../../web/event-target.js';

export const kResistStopPropagation = Symbol('kResistStopPropagation');
export const kWeakHandler = Symbol('kWeak');
export const kMaxEventTargetListeners = Symbol('events.maxEventTargetListeners');
export const kMaxEventTargetListenersWarned = Symbol('events.maxEventTargetListenersWarned');
export const isEventTarget = (value) => typeof EventTarget === 'function' && value instanceof EventTarget;

// How many listeners it may have before Node warns of a leak: by `limit`, the symbol of events.setMaxListeners. Undefined
// for what is no EventTarget.
export function mostListeners(target, limit) {
  if (target?.[limit] !== undefined) return target[limit];
  return isEventTarget(target) ? require('node:events').defaultMaxListeners : undefined;
}

export { typesOf };
