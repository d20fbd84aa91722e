// HTTP requests through the server's egress broker, for fetch and axios to build on: isolates have no sockets. The host
// loop in serve.js waits for responses together with the timers, and hands each to `deliver`.

import { apply, bytesFromLatin1, defineProperty, host, latin1FromBytes, stringify } from './host.js';

const ErrorClass = Error;
const PromiseClass = Promise;
const requests = new Map();
const { get: mapGet, set: mapSet, delete: mapDelete, clear: mapClear } = Map.prototype;
let nextId = 1;
let count = 0;
// Of them, those that will never have one: the record that answers them has none.
let unanswered = 0;

// How many requests, and calls of the caller's functions (calls.js), have neither response nor error yet.
export const inFlight = () => count;
export const awaited = () => count - unanswered;
export const expect = (more) => { count += more; };

// An error as Node has it. `fields` come from the host: code and message, and errno, syscall, address, port, hostname
// where Node has them.
function failure(fields) {
  const error = new ErrorClass(fields.message);
  for (const name in fields) {
    if (name !== 'message') {
      defineProperty(error, name, {
        __proto__: null, value: fields[name], writable: true, configurable: true, enumerable: true,
      });
    }
  }
  return error;
}

function settle(id) {
  const request = apply(mapGet, requests, [id]);
  if (request !== undefined) {
    apply(mapDelete, requests, [id]);
    count--;
    if (request.isUnanswered) unanswered--;
  }
  return request;
}

// Sends one request: {method, url, headers: [[name, value], …], body: Uint8Array or null, redirect: 'follow', 'manual' or
// 'error', maxRedirects, maxResponseBytes (0: the operator's limit only), timeout in ms (0: none), decompress}.
//
// Gives {promise, abort}. The promise resolves with {url, redirected, status, statusText, httpVersion, headers, body, latin1}:
// the body as a Uint8Array, made when it is first read, and as a string of bytes. It rejects with an Error that has a
// `code` (executor/egress/broker.py lists them). `abort()` ends the request, at both ends, and rejects with code ABORT_ERR.
export function send({ method, url, headers, body, redirect, maxRedirects, maxResponseBytes, timeout, decompress }) {
  const id = nextId++;
  let resolve;
  let reject;
  const promise = new PromiseClass((one, other) => { resolve = one; reject = other; });
  const pairs = stringify(headers ?? []);
  const head = stringify({
    __proto__: null, id, method, url, redirect, maxRedirects, maxResponseBytes, timeout, decompress,
  });
  const text = body === null || body === undefined ? '' : latin1FromBytes(body);
  const refused = host('q[' + head + ',' + pairs + ',' + stringify(text) + ']');
  if (refused !== undefined) {
    reject(failure(refused));
    return { promise, abort() {} };
  }
  apply(mapSet, requests, [id, { __proto__: null, resolve, reject, isUnanswered: false }]);
  count++;
  const abort = () => {
    const request = settle(id);
    if (request === undefined) return;
    host('y' + id);
    request.reject(failure({ __proto__: null, message: 'This operation was aborted', code: 'ABORT_ERR' }));
  };
  return { promise, abort };
}

// Of a run that is over: its requests have no one to answer to.
export function forget() {
  if (count === 0) return;
  apply(mapClear, requests, []);
  count = unanswered = 0;
}

function noAnswer(id) {
  const request = apply(mapGet, requests, [id]);
  if (request === undefined) return;
  request.isUnanswered = true;
  unanswered++;
}

// What the host's wait brought: {id, error} or {id, head, body}, the body as Latin-1 text; a null `error` says that there will be no
// answer. True where a request has its answer now.
export function deliver({ id, error, head, body }) {
  if (error === null) {
    noAnswer(id);
    return false;
  }
  const request = settle(id);
  // Aborted while its response was under way.
  if (request === undefined) return false;
  if (error !== undefined) {
    request.reject(failure(error));
    return true;
  }
  const response = { ...head, latin1: body };
  let bytes;
  defineProperty(response, 'body', {
    __proto__: null,
    get() { return bytes ??= bytesFromLatin1(body); },
    enumerable: true,
    configurable: true,
  });
  request.resolve(response);
  return true;
}
