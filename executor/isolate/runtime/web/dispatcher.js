// The transport below undici's fetch: one request, one call of the broker. Where undici has a dispatcher that opens
// connections, it has this one.

import CoreRequest from 'undici/lib/core/request.js';
import { SocketError } from 'undici/lib/core/errors.js';
import { send } from '../egress.js';

const later = setImmediate;

async function readAll(body) {
  if (body === null || body === undefined) return null;
  const chunks = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.byteLength;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

// undici has its own name for a connection that the other side closed; one that was reset (`syscall` read) keeps Node's.
function nameOfUndici(error) {
  return error?.code === 'ECONNRESET' && error.syscall === undefined ? new SocketError('other side closed') : error;
}

function pairs(flat) {
  const list = [];
  for (let at = 0; at < flat.length; at += 2) list.push([flat[at], `${flat[at + 1]}`]);
  return list;
}

const toBuffers = (headers) => headers.flatMap(([name, value]) => [Buffer.from(name, 'latin1'), Buffer.from(value, 'latin1')]);

// The body comes in a later turn, as from a socket: undici has then set up what takes it, and takes it down again.
function deliver(handler, { status, statusText, headers, body }) {
  handler.onHeaders(status, toBuffers(headers), () => {}, statusText);
  later(() => {
    if (body.byteLength > 0) handler.onData(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
    handler.onComplete([]);
  });
}

function dispatch(options, handler) {
  let sent = null;
  let over = false;
  const fail = (error) => {
    if (over) return;
    over = true;
    handler.onError(error);
  };
  try {
    // undici's own checks of what may not be sent: `expect`, `transfer-encoding`, …
    const request = new CoreRequest(options.origin, options, handler);
    handler.onConnect((reason) => {
      sent?.abort();
      fail(reason);
    });
    if (over) return true;
    readAll(request.body)
      .then((body) => {
        if (over) return undefined;
        sent = send({
          method: request.method,
          url: options.origin + request.path,
          headers: pairs(request.headers),
          body,
          // fetch follows by itself, so that it can change the method and drop the credentials as the standard says.
          redirect: 'manual',
          maxRedirects: 0,
          maxResponseBytes: 0,
          timeout: 0,
          decompress: true,
        });
        return sent.promise;
      })
      .then((response) => {
        if (over) return;
        over = true;
        deliver(handler, response);
      })
      .catch((error) => fail(nameOfUndici(error)));
  } catch (error) {
    fail(error);
  }
  return true;
}

export const dispatcher = { dispatch };
