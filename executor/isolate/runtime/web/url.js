// URL: whatwg-url, the standard's reference implementation, behind the face that Node gives it.

import {
  basicURLParse, cannotHaveAUsernamePasswordPort, hasAnOpaquePath, serializeHost, serializePath, serializeURL,
  serializeURLOrigin, setThePassword, setTheUsername,
} from 'whatwg-url/lib/url-state-machine.js';
import { commonRooted, commonUrl, isCommonUrl } from './common-url.js';
import { missing } from './errors.js';
import { INSPECT, enumerable, expose, inspect } from './interface.js';
import { contextOf } from './url-context.js';
import { URLSearchParams, bindToUrl, parseForm, serializeForm, setList } from './url-search-params.js';

const string = (value) => `${value}`.toWellFormed();

function invalidUrl(input, base) {
  // Node throws this one from C++, without the code in its stack.
  const error = new TypeError('Invalid URL');
  error.code = 'ERR_INVALID_URL';
  error.input = input;
  if (base !== undefined) error.base = base;
  return error;
}

function parse(input, base) {
  if (base === undefined) return commonUrl(input) ?? basicURLParse(input);
  const common = commonUrl(base);
  const found = common && (commonRooted(input, common) ?? commonUrl(input));
  if (found !== undefined) return found;
  const baseURL = common ?? basicURLParse(base);
  return baseURL === null ? null : basicURLParse(input, { baseURL });
}

const formOf = (query) => (query === null ? [] : parseForm(query));

export class URL {
  #url;
  // Made when it is first asked for, from then on in step with the query.
  #searchParams;

  constructor(input, base = undefined) {
    if (arguments.length === 0) throw missing('url');
    const text = `${input}`;
    const baseText = base === undefined ? undefined : `${base}`;
    const url = parse(text.toWellFormed(), baseText?.toWellFormed());
    if (url === null) throw invalidUrl(text, baseText);
    this.#url = url;
  }

  static canParse(url, base = undefined) {
    if (arguments.length === 0) throw missing('url');
    const text = `${url}`;
    if (base === undefined && isCommonUrl(text)) return true;
    return parse(text.toWellFormed(), base === undefined ? undefined : string(base)) !== null;
  }

  static parse(input, base = undefined) {
    if (arguments.length === 0) throw missing('url');
    return URL.canParse(input, base) ? new URL(input, base) : null;
  }

  [INSPECT](depth, options) {
    if (typeof depth === 'number' && depth < 0) return this;
    const constructor = this.constructor ?? URL;
    const shown = Object.create({ constructor });
    for (const name of [
      'href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search',
      'searchParams', 'hash',
    ]) shown[name] = this[name];
    if (options.showHidden) shown[Symbol('context')] = contextOf(this);
    return `${constructor.name} ${inspect(shown, options)}`;
  }

  #parseInto(text, stateOverride) {
    basicURLParse(text, { url: this.#url, stateOverride });
  }

  #queryChanged() {
    if (this.#searchParams !== undefined) setList(this.#searchParams, formOf(this.#url.query));
  }

  toString() {
    return serializeURL(this.#url);
  }

  get href() {
    return serializeURL(this.#url);
  }

  set href(value) {
    const url = basicURLParse(string(value));
    if (url === null) throw invalidUrl(`${value}`);
    this.#url = url;
    this.#queryChanged();
  }

  get origin() {
    return serializeURLOrigin(this.#url);
  }

  get protocol() {
    return `${this.#url.scheme}:`;
  }

  set protocol(value) {
    this.#parseInto(`${string(value)}:`, 'scheme start');
  }

  get username() {
    return this.#url.username;
  }

  set username(value) {
    const text = string(value);
    if (!cannotHaveAUsernamePasswordPort(this.#url)) setTheUsername(this.#url, text);
  }

  get password() {
    return this.#url.password;
  }

  set password(value) {
    const text = string(value);
    if (!cannotHaveAUsernamePasswordPort(this.#url)) setThePassword(this.#url, text);
  }

  get host() {
    const { host, port } = this.#url;
    if (host === null) return '';
    return port === null ? serializeHost(host) : `${serializeHost(host)}:${port}`;
  }

  set host(value) {
    const text = string(value);
    if (!hasAnOpaquePath(this.#url)) this.#parseInto(text, 'host');
  }

  get hostname() {
    const { host } = this.#url;
    return host === null ? '' : serializeHost(host);
  }

  set hostname(value) {
    const text = string(value);
    if (!hasAnOpaquePath(this.#url)) this.#parseInto(text, 'hostname');
  }

  get port() {
    const { port } = this.#url;
    return port === null ? '' : `${port}`;
  }

  set port(value) {
    const text = string(value);
    if (cannotHaveAUsernamePasswordPort(this.#url)) return;
    if (text === '') this.#url.port = null;
    else this.#parseInto(text, 'port');
  }

  get pathname() {
    return serializePath(this.#url);
  }

  set pathname(value) {
    const text = string(value);
    if (hasAnOpaquePath(this.#url)) return;
    this.#url.path = [];
    this.#parseInto(text, 'path start');
  }

  get search() {
    const { query } = this.#url;
    return query === null || query === '' ? '' : `?${query}`;
  }

  set search(value) {
    const text = string(value);
    if (text === '') {
      this.#url.query = null;
    } else {
      this.#url.query = '';
      this.#parseInto(text[0] === '?' ? text.slice(1) : text, 'query');
    }
    this.#queryChanged();
  }

  get searchParams() {
    if (this.#searchParams === undefined) {
      this.#searchParams = new URLSearchParams();
      setList(this.#searchParams, formOf(this.#url.query));
      bindToUrl(this.#searchParams, (list) => { this.#url.query = list.length === 0 ? null : serializeForm(list); });
    }
    return this.#searchParams;
  }

  get hash() {
    const { fragment } = this.#url;
    return fragment === null || fragment === '' ? '' : `#${fragment}`;
  }

  set hash(value) {
    const text = string(value);
    if (text === '') {
      this.#url.fragment = null;
    } else {
      this.#url.fragment = '';
      this.#parseInto(text[0] === '#' ? text.slice(1) : text, 'fragment');
    }
  }

  toJSON() {
    return serializeURL(this.#url);
  }
}

enumerable(URL, ['canParse', 'parse']);
expose(URL, [
  'toString', 'href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search',
  'searchParams', 'hash', 'toJSON',
]);
