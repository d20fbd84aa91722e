// An expression of the author's as V8 prints it in `x is not a function`: names and members as they are, calls as `f(...)`, and
// `(intermediate value)` for what has no name.

import { apply, slice } from '../host.js';
import { NAME, NUMBER, PATTERN, STRING, TEMPLATE } from './tokens.js';

const NAMELESS = '(intermediate value)';
// Names that end no operand.
const WORDS = {
  __proto__: null, return: true, typeof: true, case: true, in: true, of: true, delete: true, void: true, throw: true, new: true, else: true,
  do: true, await: true, yield: true, instanceof: true, if: true, while: true, for: true, switch: true, catch: true, with: true, const: true,
  let: true, var: true, async: true, function: true, class: true, extends: true, default: true,
};
// By how tightly they bind, loosest first.
const BINARY = {
  __proto__: null, '??': 1, '||': 1, '&&': 2, '|': 3, '^': 4, '&': 5, '==': 6, '!=': 6, '===': 6, '!==': 6, '<': 7, '>': 7, '<=': 7,
  '>=': 7, in: 7, instanceof: 7, '<<': 8, '>>': 8, '>>>': 8, '+': 9, '-': 9, '*': 10, '/': 10, '%': 10, '**': 11,
};
const UNARY = { __proto__: null, '!': true, '-': true, '+': true, '~': true, typeof: true, void: true, delete: true };

const isWord = (tokens, token, word) => tokens.word(token) === word;

// Whether what ends with this token can have a member or be called.
function endsOperand(tokens, token) {
  if (token < 0) return false;
  const kind = tokens.kinds[token];
  if (kind === NAME) return WORDS[tokens.word(token)] !== true;
  if (kind === STRING || kind === NUMBER || kind === PATTERN || kind === TEMPLATE) return true;
  const word = tokens.word(token);
  return word === ')' || word === ']';
}

// Where the operand that ends with this token begins: `a.b(c)[d]` in full.
export function beginOf(tokens, token) {
  for (;;) {
    const word = tokens.word(token);
    if (word === ')' || word === ']' || word === '}' || tokens.kinds[token] === TEMPLATE) token = tokens.partners[token] ?? token;
    const before = token - 1;
    const mark = tokens.word(before);
    if (tokens.kinds[token] === NAME && (mark === '.' || mark === '?.')) {
      token = before - 1;
    } else if (word === ')' || word === ']' || tokens.kinds[token] === TEMPLATE) {
      if (mark === '?.') token = before - 1;
      else if (endsOperand(tokens, before)) token = before;
      else return beginOfNew(tokens, token);
    } else {
      return beginOfNew(tokens, token);
    }
    if (token < 0) return 0;
  }
}

const beginOfNew = (tokens, token) => (isWord(tokens, token - 1, 'new') ? token - 1 : token);

// The first token behind an expression that begins here: a separator or a closing bracket of what is around it.
export function endOf(tokens, token) {
  for (; token < tokens.count; token++) {
    const word = tokens.word(token);
    if (word === '(' || word === '[' || word === '{') token = tokens.partners[token] ?? tokens.count;
    else if (word === ',' || word === ';' || word === ')' || word === ']' || word === '}') return token;
    else if (tokens.kinds[token] === NAME && token > 0 && isNewLine(tokens, token) && endsOperand(tokens, token - 1)) return token;
  }
  return tokens.count;
}

function isNewLine(tokens, token) {
  for (let at = tokens.ends[token - 1]; at < tokens.starts[token]; at++) if (tokens.text[at] === '\n') return true;
  return false;
}

const closing = (tokens, token) => tokens.partners[token] ?? token;

// Each part of a list, by commas.
function printList(tokens, from, to, separator) {
  let text = '';
  for (let first = true; from < to; first = false) {
    let end = from;
    while (end < to && !isWord(tokens, end, ',')) {
      const word = tokens.word(end);
      end = (word === '(' || word === '[' || word === '{' ? closing(tokens, end) : end) + 1;
    }
    text += (first ? '' : separator) + print(tokens, from, end);
    from = end + 1;
  }
  return text;
}

function printObject(tokens, from, to) {
  let text = '{';
  for (let token = from + 1; token < to;) {
    let end = token;
    let value = token;
    while (end < to && !isWord(tokens, end, ',')) {
      const word = tokens.word(end);
      if (word === ':' && value === token) value = end + 1;
      end = (word === '(' || word === '[' || word === '{' ? closing(tokens, end) : end) + 1;
    }
    text += value === token && end === token + 1 ? tokens.word(token) : print(tokens, value, end, true);
    token = end + 1;
  }
  return text + '}';
}

const printsNothing = (tokens, from) =>
  isWord(tokens, from, 'function') || isWord(tokens, from, 'async') || isWord(tokens, from, 'class');

// A literal has its own text, a string in double quotes.
function printLiteral(tokens, token) {
  const word = tokens.word(token);
  return tokens.kinds[token] === STRING ? '"' + apply(slice, word, [1, word.length - 1]) + '"' : word;
}

function printPrimary(tokens, from, to) {
  const word = tokens.word(from);
  if (word === '(') return print(tokens, from + 1, closing(tokens, from));
  if (word === '[') return '[' + printList(tokens, from + 1, closing(tokens, from), ',') + ']';
  if (word === '{') return printObject(tokens, from, closing(tokens, from));
  if (word === 'super' || printsNothing(tokens, from) || tokens.kinds[from] === TEMPLATE) return NAMELESS;
  if (tokens.kinds[from] === NAME || tokens.kinds[from] === NUMBER || tokens.kinds[from] === PATTERN) return word;
  return tokens.kinds[from] === STRING ? printLiteral(tokens, from) : NAMELESS;
}

// What may follow an operand, up to `to`.
function printMembers(tokens, text, token, to) {
  while (token < to) {
    const word = tokens.word(token);
    if (word === '.' || word === '?.') {
      const next = tokens.word(token + 1);
      if (next === '[') {
        text += '?.' + printKey(tokens, token + 1);
        token = closing(tokens, token + 1) + 1;
      } else if (next === '(') {
        text += '(...)';
        token = closing(tokens, token + 1) + 1;
      } else {
        text += next[0] === '#' ? '[' + next + ']' : word + next;
        token += 2;
      }
    } else if (word === '[') {
      text += printKey(tokens, token);
      token = closing(tokens, token) + 1;
    } else if (word === '(') {
      text += '(...)';
      token = closing(tokens, token) + 1;
    } else {
      return text;
    }
  }
  return text;
}

function printKey(tokens, bracket) {
  const last = closing(tokens, bracket);
  const word = tokens.word(bracket + 1);
  if (last === bracket + 2 && tokens.kinds[bracket + 1] === STRING) return '.' + apply(slice, word, [1, word.length - 1]);
  return '[' + print(tokens, bracket + 1, last) + ']';
}

// The loosest operator outside of brackets; of several alike the last (`a + b + c` is `((a + b) + c)`).
function loosest(tokens, from, to) {
  let found = -1;
  let least = 99;
  for (let token = from; token < to; token++) {
    const word = tokens.word(token);
    if (word === '(' || word === '[' || word === '{') {
      token = closing(tokens, token);
      continue;
    }
    if (word === '?' || word === '=>' || word === '=' || word === ',') return -2;
    const binds = tokens.kinds[token] === NAME || tokens.kinds[token] > PATTERN ? BINARY[word] : undefined;
    if (binds !== undefined && binds <= least && token > from && endsExpression(tokens, token - 1)) {
      found = token;
      least = binds;
    }
  }
  return found;
}

const endsExpression = (tokens, token) => endsOperand(tokens, token) || isWord(tokens, token, '}');

function printCompound(tokens, from, to) {
  let commas = '';
  let begin = from;
  let isList = false;
  for (let token = from; token < to; token++) {
    const word = tokens.word(token);
    if (word === '(' || word === '[' || word === '{') token = closing(tokens, token);
    else if (word === '=>') return NAMELESS;
    else if (word === '?') return NAMELESS + NAMELESS + NAMELESS;
    else if (word === ',') {
      commas += (isList ? ' , ' : '(') + print(tokens, begin, token);
      isList = true;
      begin = token + 1;
    }
  }
  return isList ? commas + ' , ' + print(tokens, begin, to) + ')' : NAMELESS;
}

// The expression from one token to before another.
export function print(tokens, from, to, isValue = false) {
  if (from >= to) return NAMELESS;
  const word = tokens.word(from);
  if (printsNothing(tokens, from) || word === 'await' || word === 'yield') return NAMELESS;
  const operator = loosest(tokens, from, to);
  if (operator === -2) return printCompound(tokens, from, to);
  if (operator >= 0) {
    return '(' + print(tokens, from, operator) + ' ' + tokens.word(operator) + ' ' + print(tokens, operator + 1, to) + ')';
  }
  if (UNARY[word] === true) {
    const blank = tokens.kinds[from] === NAME ? ' ' : '';
    return '(' + word + blank + print(tokens, from + 1, to) + ')';
  }
  if (word === '...') return '(...' + print(tokens, from + 1, to) + ')';
  if (word === 'new') return printNew(tokens, from, to);
  // A literal as an object's property is nothing with a name.
  const isLiteral = tokens.kinds[from] === NUMBER || tokens.kinds[from] === STRING;
  if (isValue && isLiteral && to === from + 1) return NAMELESS;
  const primary = printPrimary(tokens, from, to);
  const next = word === '(' || word === '[' || word === '{' || tokens.kinds[from] === TEMPLATE ? closing(tokens, from) + 1 : from + 1;
  return printMembers(tokens, primary, next, to);
}

function printNew(tokens, from, to) {
  let token = from + 1;
  while (token < to && !isWord(tokens, token, '(')) token = isWord(tokens, token, '[') ? closing(tokens, token) + 1 : token + 1;
  return printMembers(tokens, NAMELESS, token < to ? closing(tokens, token) + 1 : to, to);
}
