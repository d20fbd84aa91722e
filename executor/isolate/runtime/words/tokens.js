// The tokens of a function's text, as far as the words of an error need them: where each begins and ends, and which bracket
// belongs to which. A heuristic in one place: whether a slash divides or begins a pattern is told by what stands before it.

import { apply, charCodeAt, indexOf, slice } from '../host.js';

export const NAME = 1;
export const NUMBER = 2;
export const STRING = 3;
// A piece of a template, from a backtick or a brace to the next `${` or backtick.
export const TEMPLATE = 4;
export const PATTERN = 5;
export const SIGN = 6;

const OPERATORS_4 = { __proto__: null, '>>>=': true };
const OPERATORS_3 = {
  __proto__: null, '...': true, '===': true, '!==': true, '**=': true, '<<=': true, '>>=': true, '>>>': true, '&&=': true, '||=': true,
  '??=': true,
};
const OPERATORS_2 = {
  __proto__: null, '=>': true, '==': true, '!=': true, '<=': true, '>=': true, '&&': true, '||': true, '??': true, '?.': true, '++': true,
  '--': true, '+=': true, '-=': true, '*=': true, '/=': true, '%=': true, '<<': true, '>>': true, '&=': true, '|=': true, '^=': true,
  '**': true,
};
const BEFORE_PATTERN = {
  __proto__: null, return: true, typeof: true, case: true, in: true, of: true, delete: true, void: true, throw: true, new: true, else: true,
  do: true, await: true, yield: true, instanceof: true,
};

const code = (text, at) => apply(charCodeAt, text, [at]);
const isSpace = (unit) => unit === 32 || (unit >= 9 && unit <= 13) || unit === 0xa0 || unit === 0xfeff || unit === 0x2028 || unit === 0x2029;
const isDigit = (unit) => unit >= 48 && unit <= 57;
const isNamePart = (unit) =>
  isDigit(unit) || (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || unit === 95 || unit === 36 || unit === 92 ||
  (unit > 127 && !isSpace(unit));

function endOfString(text, at) {
  const quote = text[at];
  for (at++; at < text.length && text[at] !== quote && text[at] !== '\n'; at++) if (text[at] === '\\') at++;
  return at + 1;
}

// Behind the next `${` or the backtick that ends it.
function endOfPiece(text, at) {
  for (at++; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '`') return at + 1;
    else if (text[at] === '$' && text[at + 1] === '{') return at + 2;
  }
  return text.length;
}

function endOfPattern(text, at) {
  let inClass = false;
  for (at++; at < text.length && text[at] !== '\n'; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '[') inClass = true;
    else if (text[at] === ']') inClass = false;
    else if (text[at] === '/' && !inClass) break;
  }
  for (at++; at < text.length && isNamePart(code(text, at));) at++;
  return at;
}

function endOfSign(text, at) {
  if (OPERATORS_4[apply(slice, text, [at, at + 4])] === true) return at + 4;
  if (OPERATORS_3[apply(slice, text, [at, at + 3])] === true) return at + 3;
  const two = apply(slice, text, [at, at + 2]);
  // `a ?.5 : b` has a number.
  if (two === '?.' && isDigit(code(text, at + 2))) return at + 1;
  return OPERATORS_2[two] === true ? at + 2 : at + 1;
}

// Behind blanks and comments.
function skip(text, at) {
  for (;;) {
    while (at < text.length && isSpace(code(text, at))) at++;
    if (text[at] !== '/' || (text[at + 1] !== '/' && text[at + 1] !== '*')) return at;
    const end = apply(indexOf, text, [text[at + 1] === '/' ? '\n' : '*/', at + 2]);
    if (end === -1) return text.length;
    at = text[at + 1] === '/' ? end : end + 2;
  }
}

export class Tokens {
  constructor(text) {
    this.text = text;
    this.count = 0;
    this.end = 0;
    this.kinds = { __proto__: null };
    this.starts = { __proto__: null };
    this.ends = { __proto__: null };
    // Of each bracket its partner, of each last piece of a template the first.
    this.partners = { __proto__: null };
    this.read();
  }

  read() {
    const { text } = this;
    const open = { __proto__: null };
    let depth = 0;
    for (let at = skip(text, 0); at < text.length; at = skip(text, at)) {
      const kind = this.next(at, depth > 0 && this.kinds[open[depth - 1]] === TEMPLATE);
      const end = this.end;
      const token = this.count++;
      this.kinds[token] = kind;
      this.starts[token] = at;
      this.ends[token] = end;
      const sign = text[at];
      if (kind === TEMPLATE) {
        if (sign === '}') this.partners[token] = open[--depth];
        if (text[end - 1] === '{') open[depth++] = sign === '}' ? this.partners[token] : token;
      } else if (kind === SIGN && (sign === '(' || sign === '[' || sign === '{')) {
        open[depth++] = token;
      } else if (kind === SIGN && (sign === ')' || sign === ']' || sign === '}') && depth > 0) {
        const partner = open[--depth];
        this.partners[token] = partner;
        this.partners[partner] = token;
      }
      at = end;
    }
  }

  // The kind of the token at `at`; where it ends is then in `end`.
  next(at, inTemplate) {
    const { text } = this;
    const unit = code(text, at);
    const sign = text[at];
    let end = at + 1;
    let kind = SIGN;
    if (sign === '`' || (sign === '}' && inTemplate)) {
      kind = TEMPLATE;
      end = endOfPiece(text, at);
    } else if (sign === '"' || sign === "'") {
      kind = STRING;
      end = endOfString(text, at);
    } else if (isDigit(unit) || (sign === '.' && isDigit(code(text, at + 1)))) {
      kind = NUMBER;
      while (end < text.length && (isNamePart(code(text, end)) || text[end] === '.')) end++;
    } else if (isNamePart(unit) || (sign === '#' && isNamePart(code(text, at + 1)))) {
      kind = NAME;
      while (end < text.length && isNamePart(code(text, end))) end++;
    } else if (sign === '/' && this.mayBeginPattern()) {
      kind = PATTERN;
      end = endOfPattern(text, at);
    } else {
      end = endOfSign(text, at);
    }
    this.end = end;
    return kind;
  }

  mayBeginPattern() {
    const last = this.count - 1;
    if (last < 0) return true;
    if (this.kinds[last] === NAME) return BEFORE_PATTERN[this.word(last)] === true;
    if (this.kinds[last] !== SIGN) return false;
    const sign = this.text[this.starts[last]];
    return sign !== ')' && sign !== ']' && sign !== '}';
  }

  word(token) {
    return token >= 0 && token < this.count ? apply(slice, this.text, [this.starts[token], this.ends[token]]) : '';
  }

  // The token that begins at `offset`, -1 where none does.
  at(offset) {
    let low = 0;
    let high = this.count - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      if (this.starts[middle] === offset) return middle;
      if (this.starts[middle] < offset) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
}
