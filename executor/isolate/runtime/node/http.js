// require('http') and require('https'): the client's side, on the broker. axios's own adapter for Node and
// follow-redirects run on it unchanged, and so does a block that calls http.request itself.
//
// A body goes out and comes in as a whole: 'response' is emitted when the last byte has arrived.

import { send } from '../egress.js';
import { lookUp, register } from './registry.js';

const { EventEmitter } = lookUp('events').exports;
const { Readable, Writable } = lookUp('stream').exports;
const { Buffer } = lookUp('buffer').exports;

export const STATUS_CODES = {
  100: 'Continue', 101: 'Switching Protocols', 102: 'Processing', 103: 'Early Hints',
  200: 'OK', 201: 'Created', 202: 'Accepted', 203: 'Non-Authoritative Information', 204: 'No Content',
  205: 'Reset Content', 206: 'Partial Content', 207: 'Multi-Status', 208: 'Already Reported', 226: 'IM Used',
  300: 'Multiple Choices', 301: 'Moved Permanently', 302: 'Found', 303: 'See Other', 304: 'Not Modified',
  305: 'Use Proxy', 307: 'Temporary Redirect', 308: 'Permanent Redirect',
  400: 'Bad Request', 401: 'Unauthorized', 402: 'Payment Required', 403: 'Forbidden', 404: 'Not Found',
  405: 'Method Not Allowed', 406: 'Not Acceptable', 407: 'Proxy Authentication Required', 408: 'Request Timeout',
  409: 'Conflict', 410: 'Gone', 411: 'Length Required', 412: 'Precondition Failed', 413: 'Payload Too Large',
  414: 'URI Too Long', 415: 'Unsupported Media Type', 416: 'Range Not Satisfiable', 417: 'Expectation Failed',
  418: "I'm a Teapot", 421: 'Misdirected Request', 422: 'Unprocessable Entity', 423: 'Locked',
  424: 'Failed Dependency', 425: 'Too Early', 426: 'Upgrade Required', 428: 'Precondition Required',
  429: 'Too Many Requests', 431: 'Request Header Fields Too Large', 451: 'Unavailable For Legal Reasons',
  500: 'Internal Server Error', 501: 'Not Implemented', 502: 'Bad Gateway', 503: 'Service Unavailable',
  504: 'Gateway Timeout', 505: 'HTTP Version Not Supported', 506: 'Variant Also Negotiates',
  507: 'Insufficient Storage', 508: 'Loop Detected', 509: 'Bandwidth Limit Exceeded', 510: 'Not Extended',
  511: 'Network Authentication Required',
};

const METHODS = [
  'ACL', 'BIND', 'CHECKOUT', 'CONNECT', 'COPY', 'DELETE', 'GET', 'HEAD', 'LINK', 'LOCK', 'M-SEARCH', 'MERGE',
  'MKACTIVITY', 'MKCALENDAR', 'MKCOL', 'MOVE', 'NOTIFY', 'OPTIONS', 'PATCH', 'POST', 'PROPFIND', 'PROPPATCH', 'PURGE',
  'PUT', 'QUERY', 'REBIND', 'REPORT', 'SEARCH', 'SOURCE', 'SUBSCRIBE', 'TRACE', 'UNBIND', 'UNLINK', 'UNLOCK',
  'UNSUBSCRIBE',
];

// What of a repeated response header counts: Node keeps the first of these, and joins the others.
const FIRST_COUNTS = new Set([
  'age', 'authorization', 'content-length', 'content-type', 'etag', 'expires', 'from', 'host', 'if-modified-since',
  'if-unmodified-since', 'last-modified', 'location', 'max-forwards', 'proxy-authorization', 'referer', 'retry-after',
  'server', 'user-agent',
]);
// The broker decodes these, when it is asked to.
const DECODED = /^(x-)?(gzip|compress)$|^deflate$|^br$/i;
const TOKEN = /^[\^_`a-zA-Z\-0-9!#$%&'*+.|~]+$/;
// eslint-disable-next-line no-control-regex
const INVALID_VALUE = /[^\t\x20-\x7e\x80-\xff]/;
const INVALID_PATH = /[^\u0021-\u00ff]/;

function coded(Class, code, message) {
  const error = new Class(message);
  error.code = code;
  return error;
}

const hangUp = (message) => Object.assign(new Error(message), { code: 'ECONNRESET' });

const unsupported = (what) =>
  coded(Error, 'ERR_NOT_SUPPORTED', `${what} is not available here: requests leave through the server's egress broker`);

export function validateHeaderName(name, label = 'Header name') {
  if (typeof name !== 'string' || !TOKEN.test(name)) {
    throw coded(TypeError, 'ERR_INVALID_HTTP_TOKEN', `${label} must be a valid HTTP token ["${name}"]`);
  }
}

export function validateHeaderValue(name, value) {
  if (value === undefined) {
    throw coded(TypeError, 'ERR_HTTP_INVALID_HEADER_VALUE', `Invalid value "${value}" for header "${name}"`);
  }
  if (INVALID_VALUE.test(value)) {
    throw coded(TypeError, 'ERR_INVALID_CHAR', `Invalid character in header content ["${name}"]`);
  }
}

function addHeader(headers, original, value) {
  const name = original.toLowerCase();
  if (name === 'set-cookie') (headers[name] ??= []).push(value);
  else if (headers[name] === undefined) headers[name] = value;
  else if (!FIRST_COUNTS.has(name)) headers[name] += (name === 'cookie' ? '; ' : ', ') + value;
}

function headersOf(pairs) {
  const headers = {};
  for (const [original, value] of pairs) addHeader(headers, original, value);
  return headers;
}

// A connection as far as anybody asks about one.
class Socket extends EventEmitter {
  #request;
  #timer;

  constructor(request) {
    super();
    this.#request = request;
    this.encrypted = request.protocol === 'https:' || undefined;
    this.destroyed = false;
    this.connecting = false;
  }

  setTimeout(delay, callback) {
    clearTimeout(this.#timer);
    this.timeout = delay;
    if (callback !== undefined) this.once('timeout', callback);
    if (delay > 0 && !this.destroyed) this.#timer = setTimeout(() => this.emit('timeout'), delay);
    return this;
  }

  // The answer has come: nothing can be late any more.
  rest() { clearTimeout(this.#timer); }

  destroy(error) {
    if (this.destroyed) return this;
    this.destroyed = true;
    this.rest();
    this.#request.destroy(error);
    return this;
  }

  setKeepAlive() { return this; }

  setNoDelay() { return this; }

  ref() { return this; }

  unref() { return this; }

  cork() {}

  uncork() {}
}

export class IncomingMessage extends Readable {
  constructor(socket) {
    super({ read() {} });
    this.socket = socket ?? null;
    this.httpVersion = '1.1';
    this.httpVersionMajor = 1;
    this.httpVersionMinor = 1;
    this.complete = false;
    this.rawHeaders = [];
    this.headers = {};
    this.rawTrailers = [];
    this.trailers = {};
    this.aborted = false;
    this.url = '';
    this.method = null;
    this.statusCode = null;
    this.statusMessage = null;
  }

  get connection() { return this.socket; }

  get headersDistinct() {
    const distinct = { __proto__: null };
    for (let at = 0; at < this.rawHeaders.length; at += 2) {
      (distinct[this.rawHeaders[at].toLowerCase()] ??= []).push(this.rawHeaders[at + 1]);
    }
    return distinct;
  }

  // Of Node's own parser, and of libraries that make messages by hand.
  _addHeaderLines(headers, count) {
    const [raw, into] = this.complete ? ['rawTrailers', 'trailers'] : ['rawHeaders', 'headers'];
    this[raw] = headers;
    for (let at = 0; at < count; at += 2) this._addHeaderLine(headers[at], headers[at + 1], this[into]);
  }

  _addHeaderLine(name, value, headers) { addHeader(headers, name, value); }

  get trailersDistinct() { return {}; }

  setTimeout(delay, callback) {
    if (callback !== undefined) this.on('timeout', callback);
    return this;
  }

  _destroy(error, callback) {
    if (!this.readableEnded) {
      this.aborted = true;
      this.emit('aborted');
    }
    // As in Node: an error that nobody listens for is none.
    process.nextTick(() => callback(this.listenerCount('error') === 0 ? null : error));
  }
}

function incoming(request, response, decoded) {
  const message = new IncomingMessage(request.socket);
  const encoding = response.headers.find(([name]) => name.toLowerCase() === 'content-encoding')?.[1] ?? '';
  const hidden = decoded && DECODED.test(encoding);
  const headers = hidden ? response.headers.filter(([name]) => name.toLowerCase() !== 'content-encoding') : response.headers;
  message.req = request;
  message.statusCode = response.status;
  message.statusMessage = response.statusText;
  message.httpVersion = response.httpVersion;
  message.rawHeaders = headers.flat();
  message.headers = headersOf(headers);
  message.complete = true;
  const { body } = response;
  if (body.byteLength > 0) message.push(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
  message.push(null);
  return message;
}

// The arguments of http.request: (url, options, callback), the first two optional.
function normalize(input, options, callback, protocol) {
  let found = {};
  if (typeof input === 'string' || input instanceof URL) {
    const url = new URL(input);
    found = {
      protocol: url.protocol,
      hostname: url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname,
      path: url.pathname + url.search,
      href: url.href,
    };
    if (url.port !== '') found.port = Number(url.port);
    if (url.username !== '' || url.password !== '') {
      found.auth = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    }
  } else {
    callback = options;
    options = input;
  }
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  return { options: { protocol, ...found, ...options }, callback };
}

export class ClientRequest extends Writable {
  #chunks = [];
  #length = 0;
  #headers = new Map();
  #sent = null;
  #decode = false;

  constructor(input, given, done, scheme = 'http:') {
    super({ autoDestroy: false, decodeStrings: true });
    const { options, callback } = normalize(input, given, done, scheme);
    const protocol = options.protocol || scheme;
    if (protocol !== scheme) {
      throw coded(TypeError, 'ERR_INVALID_PROTOCOL', `Protocol "${protocol}" not supported. Expected "${scheme}"`);
    }
    this.protocol = protocol;
    this.host = options.hostname || options.host || 'localhost';
    this.port = options.port || options.defaultPort || (protocol === 'https:' ? 443 : 80);
    this.path = options.path || '/';
    if (options.method !== undefined && options.method !== null && typeof options.method !== 'string') {
      throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', `The "options.method" property must be of type string. Received ${typeof options.method}`);
    }
    this.method = (options.method || 'GET').toUpperCase();
    validateHeaderName(this.method, 'Method');
    if (INVALID_PATH.test(this.path)) {
      throw coded(TypeError, 'ERR_UNESCAPED_CHARACTERS', 'Request path contains unescaped characters');
    }
    for (const key of ['socketPath', 'createConnection', 'lookup']) {
      if (options[key]) throw unsupported(`the option '${key}'`);
    }
    if (!this.path.startsWith('/')) throw unsupported('a request through a proxy');
    if (this.method === 'CONNECT') throw unsupported('the method CONNECT');
    this.agent = options.agent || (protocol === 'https:' ? https : http).globalAgent;
    this.reusedSocket = false;
    this.aborted = false;
    this.headersSent = false;
    this.maxHeadersCount = null;
    this.timeout = options.timeout;
    this.res = null;
    // axios's own: whether its caller wants the body decoded (modules/lib/axios.mjs).
    this.#decode = options.decompress === true;
    this.#takeHeaders(options);
    if (callback) this.once('response', callback);
    if (options.signal) this.#obey(options.signal);
    this.socket = new Socket(this);
    process.nextTick(() => {
      if (this.destroyed) return;
      if (options.timeout > 0) this.setTimeout(options.timeout);
      this.emit('socket', this.socket);
    });
  }

  #takeHeaders({ headers, auth, setHost }) {
    const pairs = Array.isArray(headers)
      ? Array.from({ length: headers.length / 2 }, (_, at) => headers.slice(2 * at, 2 * at + 2))
      : Object.entries(headers ?? {});
    for (const [name, value] of pairs.every((pair) => Array.isArray(pair)) ? pairs : []) this.setHeader(name, value);
    if (setHost !== false && !this.hasHeader('host')) {
      const host = this.host.includes(':') ? `[${this.host}]` : this.host;
      const usual = Number(this.port) === (this.protocol === 'https:' ? 443 : 80);
      this.setHeader('Host', usual ? host : `${host}:${this.port}`);
    }
    if (auth && !this.hasHeader('authorization')) {
      this.setHeader('Authorization', `Basic ${Buffer.from(auth).toString('base64')}`);
    }
  }

  #obey(signal) {
    const stop = () => {
      this.destroy(Object.assign(new Error('The operation was aborted', { cause: signal.reason }), {
        name: 'AbortError', code: 'ABORT_ERR',
      }));
    };
    if (signal.aborted) process.nextTick(stop);
    else signal.addEventListener('abort', stop, { once: true });
  }

  get connection() { return this.socket; }

  get finished() { return this.writableEnded; }

  setHeader(name, value) {
    if (this.headersSent) {
      throw coded(Error, 'ERR_HTTP_HEADERS_SENT', 'Cannot set headers after they are sent to the client');
    }
    validateHeaderName(name);
    for (const one of [value].flat()) validateHeaderValue(name, one);
    this.#headers.set(name.toLowerCase(), { name, value: Array.isArray(value) ? value.map(String) : value });
    return this;
  }

  appendHeader(name, value) {
    const known = this.getHeader(name);
    return this.setHeader(name, known === undefined ? value : [known, value].flat());
  }

  setHeaders(headers) {
    for (const [name, value] of headers) this.setHeader(name, value);
    return this;
  }

  getHeader(name) { return this.#headers.get(String(name).toLowerCase())?.value; }

  hasHeader(name) { return this.#headers.has(String(name).toLowerCase()); }

  removeHeader(name) { this.#headers.delete(String(name).toLowerCase()); }

  getHeaderNames() { return [...this.#headers.keys()]; }

  getRawHeaderNames() { return [...this.#headers.values()].map(({ name }) => name); }

  getHeaders() {
    const headers = { __proto__: null };
    for (const [name, { value }] of this.#headers) headers[name] = value;
    return headers;
  }

  flushHeaders() {}

  setNoDelay() { return this; }

  setSocketKeepAlive() { return this; }

  setTimeout(delay, callback) {
    if (callback !== undefined) this.once('timeout', callback);
    this.timeout = delay;
    this.socket.removeListener('timeout', this.#late);
    if (delay > 0) this.socket.on('timeout', this.#late);
    this.socket.setTimeout(delay);
    return this;
  }

  clearTimeout(callback) { return this.setTimeout(0, callback); }

  #late = () => { this.emit('timeout'); };

  abort() {
    if (this.aborted) return;
    this.aborted = true;
    process.nextTick(() => this.emit('abort'));
    this.destroy();
  }

  _write(chunk, _encoding, callback) {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    callback();
  }

  _final(callback) {
    this.headersSent = true;
    this.#start();
    callback();
  }

  #start() {
    const empty = this.#length === 0;
    const host = this.host.includes(':') ? `[${this.host}]` : this.host;
    const headers = [];
    for (const { name, value } of this.#headers.values()) {
      for (const one of [value].flat()) headers.push([name, `${one}`]);
    }
    this.#sent = send({
      method: this.method,
      url: `${this.protocol}//${host}:${this.port}${this.path}`,
      headers,
      body: empty ? null : new Uint8Array(Buffer.concat(this.#chunks)),
      redirect: 'manual',
      maxRedirects: 0,
      maxResponseBytes: 0,
      timeout: 0,
      decompress: this.#decode,
    });
    this.#sent.promise.then((response) => this.#answer(response), (error) => this.destroy(error));
  }

  #answer(response) {
    if (this.destroyed) return;
    this.socket.rest();
    const message = incoming(this, response, this.#decode);
    this.res = message;
    message.once('close', () => this.destroy());
    // Nobody listens: the body is read and forgotten, as in Node.
    if (!this.emit('response', message)) message.resume();
  }

  _destroy(error, callback) {
    this.socket?.rest();
    if (this.res === null) {
      this.#sent?.abort();
      error ??= hangUp('socket hang up');
    } else if (!this.res.readableEnded && !this.res.destroyed) {
      this.res.destroy(error ?? hangUp('aborted'));
    }
    callback(this.res === null ? error : null);
  }
}

// There are no connections to keep here: the broker keeps them.
export class Agent extends EventEmitter {
  constructor(options = {}) {
    super();
    this.options = { ...options };
    this.requests = {};
    this.sockets = {};
    this.freeSockets = {};
    this.keepAlive = options.keepAlive ?? false;
    this.keepAliveMsecs = options.keepAliveMsecs ?? 1000;
    this.maxSockets = options.maxSockets ?? Infinity;
    this.maxFreeSockets = options.maxFreeSockets ?? 256;
    this.maxTotalSockets = options.maxTotalSockets ?? Infinity;
    this.scheduling = options.scheduling ?? 'lifo';
    this.defaultPort = 80;
    this.protocol = 'http:';
  }

  destroy() {}
}

class HttpsAgent extends Agent {
  constructor(options) {
    super(options);
    this.defaultPort = 443;
    this.protocol = 'https:';
  }
}

function noServer() {
  throw unsupported('a server');
}

function client(scheme, Agent) {
  const request = (input, options, callback) => new ClientRequest(input, options, callback, scheme);
  const get = (input, options, callback) => {
    const made = request(input, options, callback);
    made.end();
    return made;
  };
  const globalAgent = new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5000 });
  return { Agent, globalAgent, request, get, createServer: noServer, Server: noServer };
}

const http = {
  METHODS, STATUS_CODES, ClientRequest, IncomingMessage, maxHeaderSize: 16384, validateHeaderName, validateHeaderValue,
  ...client('http:', Agent),
};
const https = client('https:', HttpsAgent);

register('http', http);
register('https', https);
