// What Node asks ICU for: the width of characters, conversion between encodings, names of hosts.

import { apply } from '../../host.js';
import { decodeUtf8, encode, textOf, ucs2Slice } from './buffer.js';

const U_ILLEGAL_ARGUMENT_ERROR = 1;
export const icuErrName = () => 'U_ILLEGAL_ARGUMENT_ERROR';

const WIDE = /[\u1100-\u115f\u231a\u231b\u2329\u232a\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{1fa70}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const ZERO = /[\p{Mn}\p{Me}\p{Cf}\p{Cc}]/u;
// An emoji with its modifiers and joined parts takes the room of one.
const SEQUENCE = /(\p{Extended_Pictographic}\ufe0f?)(?:[\u{1f3fb}-\u{1f3ff}]|\u200d\p{Extended_Pictographic}\ufe0f?)+/gu;

export function getStringWidth(text) {
  let width = 0;
  for (const character of text.replace(SEQUENCE, '$1')) {
    width += ZERO.test(character) && character !== '\u00ad' ? 0 : WIDE.test(character) ? 2 : 1;
  }
  return width;
}

const LIMITS = { __proto__: null, ascii: /[^\x00-\x7f]/gu, latin1: /[^\x00-\xff]/gu };
const decoders = {
  __proto__: null,
  ascii: (bytes) => textOf(bytes).replace(/[\x80-\xff]/g, '\ufffd'),
  latin1: textOf,
  utf8: decodeUtf8,
  utf16le: (bytes) => apply(ucs2Slice, bytes, []),
};

export function transcode(source, from, to) {
  const decode = decoders[from];
  if (decode === undefined || decoders[to] === undefined) return U_ILLEGAL_ARGUMENT_ERROR;
  const { Buffer } = require('node:buffer');
  const text = decode(source);
  return Buffer.from(encode(LIMITS[to] === undefined ? text : text.replace(LIMITS[to], '?'), to));
}

// The names that the URL parser makes of a host; '' where there is none to make.
export function toASCII(host) {
  if (!/[^\x00-\x7f]/.test(host)) return host;
  try {
    return new URL(`ws://${host}`).hostname;
  } catch {
    return '';
  }
}

export function toUnicode(host) {
  return require('node:punycode').toUnicode(host);
}

// As the URL parser sees a host: '' for one that it would refuse.
export function domainToASCII(domain) {
  try {
    return new URL(`ws://${domain}`).hostname;
  } catch {
    return '';
  }
}

export const domainToUnicode = (domain) => toUnicode(domainToASCII(domain));

// url.format of a URL object.
export function formatURL(href, fragment, unicode, search, auth) {
  const url = new URL(href);
  if (!fragment) url.hash = '';
  if (!search) url.search = '';
  if (!auth) {
    url.username = '';
    url.password = '';
  }
  return unicode ? url.href.replace(url.hostname, toUnicode(url.hostname)) : url.href;
}
