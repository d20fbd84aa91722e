// MessageChannel and BroadcastChannel, as far as one context goes: ports of a channel, and channels of a name, hear each
// other. Messages are cloned when they are sent and come a turn later, as from another thread.

import { coded, invalidThis, missing } from './errors.js';
import { Event } from './event.js';
import { EventTarget, defineHandler } from './event-target.js';
import { INSPECT, defineGlobal, expose, inspect } from './interface.js';
import { structuredClone } from './structured-clone.js';

const CREATE = Symbol('create');
const { setImmediate } = globalThis;
const illegal = () => coded(TypeError, 'ERR_CONSTRUCT_CALL_INVALID', 'Constructor cannot be called');

class MessageEvent extends Event {
  #fields;

  constructor(type, options = {}) {
    super(type, options);
    const { data = null, origin = '', lastEventId = '', source = null, ports = [] } = options ?? {};
    this.#fields = { data, origin: `${origin}`, lastEventId: `${lastEventId}`, source, ports: Object.freeze([...ports]) };
  }

  static #of(event) {
    if (typeof event !== 'object' || event === null || !(#fields in event)) throw invalidThis('MessageEvent');
    return event.#fields;
  }

  get data() { return MessageEvent.#of(this).data; }

  get origin() { return MessageEvent.#of(this).origin; }

  get lastEventId() { return MessageEvent.#of(this).lastEventId; }

  get source() { return MessageEvent.#of(this).source; }

  get ports() { return MessageEvent.#of(this).ports; }
}
expose(MessageEvent, ['data', 'origin', 'lastEventId', 'source', 'ports']);

// What two ports of a channel know of each other.
let connect;

class MessagePort extends EventTarget {
  #other;
  #waiting = [];
  #isStarted = false;
  #isClosed = false;
  // Listeners by Node's own methods, which get the data, not the event.
  #plain = new Map();

  static {
    connect = (one, two) => {
      one.#other = two;
      two.#other = one;
    };
  }

  constructor(key = undefined) {
    if (key !== CREATE) throw illegal();
    super();
  }

  postMessage(message = undefined, options = undefined) {
    if (arguments.length === 0) throw coded(TypeError, 'ERR_MISSING_ARGS', 'Not enough arguments to MessagePort.postMessage');
    const transfer = Array.isArray(options) ? options : options?.transfer;
    const data = structuredClone(message, { transfer });
    const other = this.#other;
    if (this.#isClosed || other.#isClosed) return;
    other.#waiting.push(data);
    if (other.#isStarted) other.#deliver();
  }

  start() {
    if (this.#isStarted) return;
    this.#isStarted = true;
    for (let left = this.#waiting.length; left > 0; left--) this.#deliver();
  }

  // One message a turn.
  #deliver() {
    setImmediate(() => {
      if (this.#waiting.length === 0) return;
      this.dispatchEvent(new MessageEvent('message', { data: this.#waiting.shift() }));
    });
  }

  close(callback = undefined) {
    if (typeof callback === 'function') this.once('close', callback);
    for (const port of [this, this.#other]) {
      if (port.#isClosed) continue;
      port.#isClosed = true;
      setImmediate(() => { port.dispatchEvent(new Event('close')); });
    }
  }

  ref() { return undefined; }

  unref() { return undefined; }

  hasRef() { return this.#isStarted && !this.#isClosed; }

  addEventListener(type, listener, options) {
    super.addEventListener(type, listener, options);
  }

  on(type, listener) { return this.#listen(type, listener, false); }

  once(type, listener) { return this.#listen(type, listener, true); }

  #listen(type, listener, once) {
    const wrapped = (event) => Reflect.apply(listener, this, event instanceof MessageEvent ? [event.data] : []);
    this.#plain.set(listener, wrapped);
    super.addEventListener(type, wrapped, { once });
    if (type === 'message') this.start();
    return this;
  }

  off(type, listener) {
    super.removeEventListener(type, this.#plain.get(listener) ?? listener);
    return this;
  }

  get [Symbol.toStringTag]() { return 'MessagePort'; }
}
for (const [alias, name] of [['addListener', 'on'], ['removeListener', 'off']]) {
  Object.defineProperty(MessagePort.prototype, alias, { value: MessagePort.prototype[name], writable: true, configurable: true });
}
expose(MessagePort, ['postMessage', 'start', 'close', 'ref', 'unref', 'hasRef']);
for (const event of ['message', 'messageerror', 'close']) defineHandler(MessagePort.prototype, event);
const { set: setHandler, get: getHandler } = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage');
Object.defineProperty(MessagePort.prototype, 'onmessage', {
  get: getHandler,
  // Only this attribute begins to read, as in a browser.
  set(value) {
    Reflect.apply(setHandler, this, [value]);
    if (typeof value === 'function') this.start();
  },
  configurable: true,
  enumerable: true,
});

class MessageChannel {
  constructor() {
    this.port1 = new MessagePort(CREATE);
    this.port2 = new MessagePort(CREATE);
    connect(this.port1, this.port2);
  }
}
defineGlobal('MessageChannel', MessageChannel);

const channels = new Map();

class BroadcastChannel extends EventTarget {
  #name;
  #isClosed = false;

  constructor(name) {
    if (arguments.length === 0) throw missing('name');
    super();
    this.#name = `${name}`;
    if (!channels.has(this.#name)) channels.set(this.#name, new Set());
    channels.get(this.#name).add(this);
  }

  [INSPECT](depth, options) {
    if (depth < 0) return 'BroadcastChannel';
    return `BroadcastChannel ${inspect({ name: this.#name, active: !this.#isClosed }, options)}`;
  }

  get name() { return this.#name; }

  postMessage(message) {
    if (arguments.length === 0) throw missing('message');
    if (this.#isClosed) throw new DOMException('BroadcastChannel is closed.', 'InvalidStateError');
    for (const channel of channels.get(this.#name)) {
      if (channel === this) continue;
      const data = structuredClone(message);
      setImmediate(() => { if (!channel.#isClosed) channel.dispatchEvent(new MessageEvent('message', { data })); });
    }
  }

  close() {
    this.#isClosed = true;
    channels.get(this.#name)?.delete(this);
  }

  ref() { return this; }

  unref() { return this; }
}
expose(BroadcastChannel, ['name', 'postMessage', 'close', 'ref', 'unref']);
for (const event of ['message', 'messageerror']) defineHandler(BroadcastChannel.prototype, event);
