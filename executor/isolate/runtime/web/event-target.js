// EventTarget: the DOM standard's listeners, with Node's order and Node's answers to what goes wrong in one.

import { apply, defineProperty } from '../host.js';
import { coded, invalidThis, invalidType, invalidValue, missing } from './errors.js';
import { stateOf } from './event.js';
import { INSPECT, expose, inspect } from './interface.js';
import { reportUncaught } from './uncaught.js';

function isListener(listener) {
  if (typeof listener === 'function' || (typeof listener === 'object' && listener !== null)) return true;
  if (listener === undefined || listener === null) return false;
  throw invalidType('listener', 'an instance of EventListener', listener);
}

function readOptions(options) {
  if (typeof options === 'boolean') return { capture: options };
  if (options === undefined || options === null) return {};
  if (typeof options !== 'object') throw invalidType('options', 'of type object', options);
  return { once: !!options.once, capture: !!options.capture, passive: !!options.passive, signal: options.signal };
}

function text(type) {
  if (typeof type === 'symbol') throw invalidValue('value', type);
  return `${type}`;
}

// A promise that a listener returned may reject: nobody else looks at it.
function watch(result) {
  if (result === undefined || result === null) return;
  const { then } = result;
  if (typeof then === 'function') apply(then, result, [undefined, reportUncaught]);
}

async function callHandler(handler, event) {
  if (handler.handleEvent) await apply(handler.handleEvent, handler, [event]);
}

// Listeners of one type: a linked list, because one may add or remove others while it is walked.
class Listeners {
  first;
  last;
  size = 0;

  // As Node's own list is read by its events.getEventListeners.
  get next() { return this.first; }

  find(listener, capture) {
    for (let entry = this.first; entry !== undefined; entry = entry.next) {
      if (entry.listener === listener && entry.capture === capture) return entry;
    }
    return undefined;
  }

  add(entry) {
    this.size++;
    entry.previous = this.last;
    if (this.last === undefined) this.first = entry;
    else this.last.next = entry;
    this.last = entry;
  }

  // Keeps its own `next`: a walk may stand on it.
  remove(entry) {
    if (entry.removed) return;
    entry.removed = true;
    this.size--;
    if (entry.previous === undefined) this.first = entry.next;
    else entry.previous.next = entry.next;
    if (entry.next === undefined) this.last = entry.previous;
    else entry.next.previous = entry.previous;
  }
}

// A listener of the runtime's own, which stopImmediatePropagation does not stop.
export let listenInside;

// The listeners of an EventTarget by type.
export let typesOf;

// Called for each listener more: (target, type, how many there are). Node's library sets it.
let counted = () => {};
export const countListeners = (callback) => { counted = callback; };

export class EventTarget {
  #types = new Map();

  static {
    typesOf = (target) => target.#types;
    listenInside = (target, type, listener) => {
      if (#types in target) target.#add(type, { listener, once: true, capture: false, insistent: true });
      else target.addEventListener(type, listener, { once: true });
    };
  }

  static #check(target) {
    if (typeof target !== 'object' || target === null || !(#types in target)) throw invalidThis('EventTarget');
  }

  #add(type, entry) {
    let listeners = this.#types.get(type);
    if (listeners === undefined) this.#types.set(type, listeners = new Listeners());
    if (listeners.find(entry.listener, entry.capture) !== undefined) return;
    listeners.add(entry);
    if (listeners.size > 1) counted(this, type, listeners.size);
  }

  addEventListener(type, listener, options = undefined) {
    EventTarget.#check(this);
    if (arguments.length < 2) throw missing('type', 'listener');
    const { once = false, capture = false, signal } = readOptions(options);
    if (signal !== undefined) {
      // Not only a signal of ours: libraries bring their own.
      if (signal === null || typeof signal !== 'object' || !('aborted' in signal)) {
        throw invalidType('options.signal', 'an instance of AbortSignal', signal);
      }
      if (signal.aborted) return;
      listenInside(signal, 'abort', () => this.removeEventListener(type, listener, { capture }));
    }
    if (isListener(listener)) this.#add(text(type), { listener, once, capture });
  }

  removeEventListener(type, listener, options = undefined) {
    EventTarget.#check(this);
    if (arguments.length < 2) throw missing('type', 'listener');
    if (!isListener(listener)) return;
    const listeners = this.#types.get(text(type));
    // Node 20 reads an object only: a bare `true` is no capture here.
    const entry = listeners?.find(listener, options?.capture === true);
    if (entry !== undefined) listeners.remove(entry);
  }

  dispatchEvent(event) {
    EventTarget.#check(this);
    if (arguments.length < 1) throw missing('event');
    const state = stateOf(event);
    if (state === undefined) throw invalidType('event', 'an instance of Event', event);
    if (state.dispatching) {
      throw coded(Error, 'ERR_EVENT_RECURSION', `The event "${event.type}" is already being dispatched`);
    }
    state.target = this;
    state.dispatching = true;
    const listeners = this.#types.get(event.type);
    let next;
    for (let entry = listeners?.first; entry !== undefined; entry = next) {
      next = entry.next;
      if (entry.removed || (state.stopped && !entry.insistent)) continue;
      if (entry.once) listeners.remove(entry);
      this.#call(entry.listener, event, state);
    }
    state.dispatching = false;
    return event.defaultPrevented !== true;
  }

  #call(listener, event, state) {
    try {
      const result = typeof listener === 'function' ? apply(listener, this, [event]) : callHandler(listener, event);
      // As Node 20: the second listener finds no currentTarget.
      state.dispatching = false;
      watch(result);
    } catch (error) {
      reportUncaught(error);
    }
  }

  [INSPECT](depth, options) {
    EventTarget.#check(this);
    const { name } = this.constructor;
    if (depth < 0) return name;
    const inner = { ...options, depth: Number.isInteger(options.depth) ? options.depth - 1 : options.depth };
    return `${name} ${inspect({}, inner)}`;
  }
}

expose(EventTarget, ['addEventListener', 'removeEventListener', 'dispatchEvent']);

// An `on…` attribute: a listener that takes its place in the order when it is first set.
export function defineHandler(prototype, event) {
  const name = `on${event}`;
  const handlers = new WeakMap();
  const accessor = {
    get [name]() { return handlers.get(this)?.handler ?? null; },
    set [name](value) {
      let wrapper = handlers.get(this);
      if (wrapper === undefined) {
        if (typeof value !== 'function') return;
        wrapper = { handler: value };
        handlers.set(this, wrapper);
        wrapper.listener = function (...args) {
          return typeof wrapper.handler === 'function' ? apply(wrapper.handler, this, args) : undefined;
        };
        this.addEventListener(event, wrapper.listener);
      } else {
        wrapper.handler = typeof value === 'function' ? value : null;
      }
    },
  };
  defineProperty(prototype, name, Object.getOwnPropertyDescriptor(accessor, name));
}
