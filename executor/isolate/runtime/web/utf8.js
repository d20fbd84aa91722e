// UTF-8 both ways, by C of ours (texts.js). Without it, as fast as the engine allows: its own loops over text run in C, a script's cost
// some 90 ns a character, so decoding 1 MiB takes 15 ms one way and 700 ms the other.

import { apply } from '../host.js';
import { textOfLatin1, textOfUtf8, utf8Bytes } from '../texts.js';

const { fromCharCode } = String;
const { decodeURIComponent, escape } = globalThis;
const Bytes = Uint8Array;
const { set, subarray, slice } = Object.getPrototypeOf(Uint8Array.prototype);
const { charCodeAt } = String.prototype;
const REPLACEMENT = '\ufffd';
// Arguments of one call: they go on the engine's stack.
const CHUNK = 8192;
// So few bytes are dealt with sooner in script.
const FEW = 64;

// Characters U+0000 to U+00FF, one a byte.
export function latin1(bytes) {
  const whole = bytes.length > FEW ? textOfLatin1(bytes) : undefined;
  if (whole !== undefined) return whole;
  if (bytes.length <= CHUNK) return apply(fromCharCode, undefined, bytes);
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK) {
    text += apply(fromCharCode, undefined, apply(subarray, bytes, [at, at + CHUNK]));
  }
  return text;
}

// How many bytes the sequence has that begins with `lead`; 1 for what begins none.
const lengthOf = (lead) => (lead < 0xc2 || lead > 0xf4 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4);

// How many of the bytes from `at` on form the longest start of a valid sequence; `end` bounds the look.
function validPrefix(bytes, at, end) {
  const lead = bytes[at];
  const length = lengthOf(lead);
  let low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  let high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  let count = 1;
  while (count < length && at + count < end && bytes[at + count] >= low && bytes[at + count] <= high) {
    count++;
    low = 0x80;
    high = 0xbf;
  }
  return count;
}

// How many bytes at the end are a sequence that may still be completed.
export function unfinished(bytes) {
  const end = bytes.length;
  for (let back = 1; back <= 3 && back <= end; back++) {
    const byte = bytes[end - back];
    if (byte >= 0xc0) {
      const length = lengthOf(byte);
      return length > back && validPrefix(bytes, end - back, end) === back ? back : 0;
    }
    if (byte < 0x80) return 0;
  }
  return 0;
}

// Each run of bytes that is no UTF-8 becomes one U+FFFD, cut as the Encoding standard cuts it.
function decodeLoosely(bytes) {
  let text = '';
  let good = 0;
  const end = bytes.length;
  const flush = (at) => {
    if (at > good) text += decodeURIComponent(escape(latin1(apply(subarray, bytes, [good, at]))));
  };
  for (let at = 0; at < end;) {
    const byte = bytes[at];
    if (byte < 0x80) {
      at++;
      continue;
    }
    const length = lengthOf(byte);
    const valid = validPrefix(bytes, at, end);
    if (length > 1 && valid === length) {
      at += length;
      continue;
    }
    flush(at);
    text += REPLACEMENT;
    at += valid;
    good = at;
  }
  flush(end);
  return text;
}

// Text of bytes that may hold anything; undefined where they are no UTF-8 and `fatal`.
export function decodeUtf8(bytes, fatal = false) {
  const whole = bytes.length > FEW ? textOfUtf8(bytes) : undefined;
  if (whole !== undefined) return whole;
  try {
    return decodeURIComponent(escape(latin1(bytes)));
  } catch {
    return fatal ? undefined : decodeLoosely(bytes);
  }
}

// Writes the text into `bytes` until it ends or no character fits; {read, written} in code units and bytes.
export function encodeUtf8Into(text, bytes) {
  const whole = text.length <= bytes.length ? utf8Bytes(text) : undefined;
  if (whole !== undefined && whole.length <= bytes.length) {
    apply(set, bytes, [whole]);
    return { read: text.length, written: whole.length };
  }
  const length = text.length;
  const room = bytes.length;
  let read = 0;
  let at = 0;
  while (read < length) {
    const unit = text.charCodeAt(read);
    if (unit < 0x80) {
      if (at >= room) break;
      bytes[at++] = unit;
    } else if (unit < 0x800) {
      if (at + 2 > room) break;
      bytes[at++] = 0xc0 | (unit >> 6);
      bytes[at++] = 0x80 | (unit & 0x3f);
    } else {
      let point = unit;
      if ((unit & 0xf800) === 0xd800) {
        const next = unit < 0xdc00 && read + 1 < length ? apply(charCodeAt, text, [read + 1]) : 0;
        point = (next & 0xfc00) === 0xdc00 ? 0x10000 + ((unit - 0xd800) << 10) + (next - 0xdc00) : 0xfffd;
      }
      if (point < 0x10000) {
        if (at + 3 > room) break;
        bytes[at++] = 0xe0 | (point >> 12);
      } else {
        if (at + 4 > room) break;
        bytes[at++] = 0xf0 | (point >> 18);
        bytes[at++] = 0x80 | ((point >> 12) & 0x3f);
        read++;
      }
      bytes[at++] = 0x80 | ((point >> 6) & 0x3f);
      bytes[at++] = 0x80 | (point & 0x3f);
    }
    read++;
  }
  return { read, written: at };
}

export function encodeUtf8(text) {
  const whole = utf8Bytes(text);
  if (whole !== undefined) return whole;
  // Most text is mostly ASCII: a buffer of its length first, and one for the worst case of what is left over.
  const first = new Bytes(text.length);
  const { read, written } = encodeUtf8Into(text, first);
  if (read === text.length) return written === first.length ? first : apply(slice, first, [0, written]);
  const rest = text.slice(read);
  const all = new Bytes(written + rest.length * 3);
  all.set(apply(subarray, first, [0, written]));
  const more = encodeUtf8Into(rest, apply(subarray, all, [written]));
  return apply(slice, all, [0, written + more.written]);
}
