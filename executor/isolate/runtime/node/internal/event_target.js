import { markTrusted } from '../../web/event.js';
import { defineHandler, typesOf } from '../../web/event-target.js';

const { EventTarget, Event: WebEvent } = globalThis;

export const kTrustEvent = Symbol('kTrustEvent');

export const kResistStopPropagation = Symbol('kResistStopPropagation');
export const kWeakHandler = Symbol('kWeak');
export const kMaxEventTargetListeners = Symbol('events.maxEventTargetListeners');
export const kMaxEventTargetListenersWarned = Symbol('events.maxEventTargetListenersWarned');
export const isEventTarget = (value) => typeof globalThis.EventTarget === 'function' && value instanceof globalThis.EventTarget;

// How many listeners it may have before Node warns of a leak: by `limit`, the symbol of events.setMaxListeners. Undefined
// for what is no EventTarget.
export function mostListeners(target, limit) {
  if (target?.[limit] !== undefined) return target[limit];
  return isEventTarget(target) ? require('node:events').defaultMaxListeners : undefined;
}

// An event of Node's own, by its mark among the options.
export function Event(type, options) {
  const event = new WebEvent(type, options);
  return options?.[kTrustEvent] ? markTrusted(event) : event;
}

export { EventTarget, defineHandler as defineEventHandler, typesOf };
