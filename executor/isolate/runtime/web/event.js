// Event and CustomEvent, as Node has them: no tree to bubble through, the rest of the DOM standard.

import { defineProperty } from '../host.js';
import { now } from './clock.js';
import { invalidThis, invalidType, missing } from './errors.js';
import { INSPECT, expose, inspect } from './interface.js';

// What dispatching (event-target.js) needs of an event, and nobody else may touch.
export let stateOf;
export let markTrusted;

function validateObject(value, name) {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw invalidType(name, 'of type object', value);
}

export class Event {
  #state = { __proto__: null, target: null, dispatching: false, stopped: false, trusted: false };
  #type;
  #bubbles = false;
  #cancelable = false;
  #composed = false;
  #defaultPrevented = false;
  #propagationStopped = false;
  #timeStamp = now();

  static {
    stateOf = (event) => (typeof event === 'object' && event !== null && #state in event ? event.#state : undefined);
    markTrusted = (event) => {
      event.#state.trusted = true;
      return event;
    };
  }

  constructor(type, options = undefined) {
    if (arguments.length === 0) throw missing('type');
    if (options !== undefined && options !== null) validateObject(options, 'options');
    this.#bubbles = !!options?.bubbles;
    this.#cancelable = !!options?.cancelable;
    this.#composed = !!options?.composed;
    this.#type = `${type}`;
  }

  static #check(event) {
    if (stateOf(event) === undefined) throw invalidThis('Event');
  }

  initEvent(type, bubbles = false, cancelable = false) {
    Event.#check(this);
    if (arguments.length === 0) throw missing('type');
    if (this.#state.dispatching) return;
    this.#type = `${type}`;
    this.#bubbles = !!bubbles;
    this.#cancelable = !!cancelable;
  }

  [INSPECT](depth, options) {
    Event.#check(this);
    const { name } = this.constructor;
    if (depth < 0) return name;
    return `${name} ${inspect({
      type: this.#type,
      defaultPrevented: this.#defaultPrevented,
      cancelable: this.#cancelable,
      timeStamp: this.#timeStamp,
    }, { ...options, depth: Number.isInteger(options.depth) ? options.depth - 1 : options.depth })}`;
  }

  stopImmediatePropagation() {
    Event.#check(this);
    this.#propagationStopped = true;
    this.#state.stopped = true;
  }

  preventDefault() {
    Event.#check(this);
    this.#defaultPrevented = true;
  }

  get target() {
    Event.#check(this);
    return this.#state.target;
  }

  get currentTarget() {
    Event.#check(this);
    return this.#state.dispatching ? this.#state.target : null;
  }

  get srcElement() {
    Event.#check(this);
    return this.#state.target;
  }

  get type() {
    Event.#check(this);
    return this.#type;
  }

  get cancelable() {
    Event.#check(this);
    return this.#cancelable;
  }

  get defaultPrevented() {
    Event.#check(this);
    return this.#cancelable && this.#defaultPrevented;
  }

  get timeStamp() {
    Event.#check(this);
    return this.#timeStamp;
  }

  composedPath() {
    Event.#check(this);
    return this.#state.dispatching ? [this.#state.target] : [];
  }

  get returnValue() {
    Event.#check(this);
    return !this.#cancelable || !this.#defaultPrevented;
  }

  get bubbles() {
    Event.#check(this);
    return this.#bubbles;
  }

  get composed() {
    Event.#check(this);
    return this.#composed;
  }

  get eventPhase() {
    Event.#check(this);
    return this.#state.dispatching ? 2 : 0;
  }

  get cancelBubble() {
    Event.#check(this);
    return this.#propagationStopped;
  }

  set cancelBubble(value) {
    Event.#check(this);
    if (value) this.#propagationStopped = true;
  }

  stopPropagation() {
    Event.#check(this);
    this.#propagationStopped = true;
  }

  get isTrusted() {
    return stateOf(this)?.trusted ?? false;
  }
}

['NONE', 'CAPTURING_PHASE', 'AT_TARGET', 'BUBBLING_PHASE'].forEach((name, value) => {
  defineProperty(Event, name, { value, enumerable: true });
});
expose(Event, [
  'initEvent', 'stopImmediatePropagation', 'preventDefault', 'target', 'currentTarget', 'srcElement', 'type',
  'cancelable', 'defaultPrevented', 'timeStamp', 'composedPath', 'returnValue', 'bubbles', 'composed', 'eventPhase',
  'cancelBubble', 'stopPropagation', 'isTrusted',
]);
defineProperty(Event.prototype, 'isTrusted', { configurable: false });

export class CustomEvent extends Event {
  #detail;

  constructor(type, options = {}) {
    if (arguments.length === 0) throw missing('type');
    super(type, options);
    this.#detail = options?.detail ?? null;
  }

  get detail() {
    if (typeof this !== 'object' || this === null || !(#detail in this)) throw invalidThis('CustomEvent');
    return this.#detail;
  }
}

expose(CustomEvent, ['detail']);
