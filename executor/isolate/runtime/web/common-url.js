// URLs as most are written, read by one pattern instead of the standard's machine, which takes a step for each character: plain ASCII
// over http or https, a name for a host, nothing to encode, no dots to resolve. Whatever else there is, is left to the machine;
// tests/corpus/url/common-as-any.js compares the two.

import { apply, regExpExec } from '../host.js';

const { includes, slice, split } = String.prototype;
// The class of a path and, with more, of a query or a fragment.
const SEGMENTS = "[\\w\\-.~!$&()*+,;=:@%/']";
// `group` opens a group, with what is in it or without.
const afterPath = (group) => `${group}\\?[\\w\\-.~!$&()*+,;=:@%/?]*)?${group}#[\\w\\-.~!$&()*+,;=:@%/?#']*)?$`;
// The last label begins with a letter: a number would be an address.
const ABSOLUTE = new RegExp(`^(https?)://((?:[a-z0-9-]+\\.)*[a-z][a-z0-9-]*)(?::([0-9]{1,5}))?(/${SEGMENTS}*)?${afterPath('(')}`);
// The same without its parts, which is all that `URL.canParse` asks. A port of four digits is none too high.
const VALID = new RegExp(`^https?://(?:[a-z0-9-]+\\.)*[a-z][a-z0-9-]*(?::[0-9]{1,4})?(?:/${SEGMENTS}*)?${afterPath('(?:')}`);
const ROOTED = new RegExp(`^(/(?!/)${SEGMENTS}*)${afterPath('(')}`);
// A segment of dots, as they are or encoded.
const DOTS = /\/(?:\.|%2e)/i;

// Beyond it the pattern would want much memory.
const LONGEST = 4096;

const rest = (text) => (text === undefined ? null : apply(slice, text, [1]));

function withPath(url, path, query, fragment) {
  if (path !== undefined && path.length > 1) {
    if (apply(regExpExec, DOTS, [path]) !== null) return undefined;
    url.path = apply(split, apply(slice, path, [1]), ['/']);
  }
  url.query = rest(query);
  url.fragment = rest(fragment);
  return url;
}

// Whether it is surely one, by its looks alone.
export function isCommonUrl(text) {
  return text.length <= LONGEST && apply(regExpExec, VALID, [text]) !== null && !apply(includes, text, ['--']);
}

// The parser's record of an absolute URL; undefined for what has to be read by the machine.
export function commonUrl(text) {
  const match = text.length > LONGEST ? null : apply(regExpExec, ABSOLUTE, [text]);
  if (match === null) return undefined;
  const { 1: scheme, 2: host, 3: digits, 4: path, 5: query, 6: fragment } = match;
  // Punycode, and what may be no name at all.
  if (apply(includes, host, ['--'])) return undefined;
  let port = null;
  if (digits !== undefined) {
    port = +digits;
    if (port > 65535) return undefined;
    if (port === (scheme === 'http' ? 80 : 443)) port = null;
  }
  return withPath({ scheme, username: '', password: '', host, port, path: [''], query: null, fragment: null }, path, query, fragment);
}

// The same of a path from the root, at a base that is a record of `commonUrl`'s.
export function commonRooted(text, { scheme, host, port }) {
  const match = text.length > LONGEST ? null : apply(regExpExec, ROOTED, [text]);
  if (match === null) return undefined;
  const { 1: path, 2: query, 3: fragment } = match;
  return withPath({ scheme, username: '', password: '', host, port, path: [''], query: null, fragment: null }, path, query, fragment);
}
