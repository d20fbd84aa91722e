// fetch and its classes: the very code of Node 20 (undici), on the broker instead of sockets.

import fetching from 'undici/lib/web/fetch/index.js';
import formdata from 'undici/lib/web/fetch/formdata.js';
import headers from 'undici/lib/web/fetch/headers.js';
import request from 'undici/lib/web/fetch/request.js';
import response from 'undici/lib/web/fetch/response.js';
import { apply, defineProperty } from '../host.js';

const { fetch: fetchOfUndici } = fetching;
const { captureStackTrace } = Error;

// As undici's: the stack of a failure names who awaits it, not what failed in the machinery.
async function fetchFor(input, init) {
  try {
    return await apply(fetchOfUndici, undefined, [input, init]);
  } catch (error) {
    if (typeof error === 'object' && error !== null) captureStackTrace(error);
    throw error;
  }
}

// As Node's, a plain function around undici's.
function fetch(input, init = undefined) {
  return fetchFor(input, init);
}

defineProperty(globalThis, 'fetch', { value: fetch, writable: true, configurable: true, enumerable: true });

const classes = { ...formdata, ...headers, ...request, ...response };
for (const name of ['FormData', 'Headers', 'Request', 'Response']) {
  defineProperty(globalThis, name, { value: classes[name], writable: true, configurable: true, enumerable: false });
}
