// What stands in a script where an error of the engine's own was thrown: a call, something to iterate over, a pattern.

import { apply, charCodeAt, slice } from '../host.js';
import { beginOf, endOf, print } from './expression.js';
import { NAME, STRING, TEMPLATE, Tokens } from './tokens.js';

// Longer functions are looked at in part, from a line's beginning not too far before the place.
const LONGEST = 65536;
const NEAR = 8192;
const DECLARES = { __proto__: null, const: true, let: true, var: true };

// Units of UTF-8, which the engine counts, of the character at `at`.
function width(unit) {
  // Half of a surrogate pair is half of four bytes.
  return unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
}

function offsetOf(text, lines, column) {
  let at = 0;
  for (; lines > 0 && at < text.length; at++) if (text[at] === '\n') lines--;
  for (let left = column; left > 0 && at < text.length; at++) left -= width(codeAt(text, at));
  return at;
}

const codeAt = (text, at) => apply(charCodeAt, text, [at]);

// The tokens around a place in a function's text, and the one that begins there; undefined where none does.
export function find(text, line, column, firstLine, firstColumn) {
  let offset = offsetOf(text, line - firstLine, line === firstLine ? column - firstColumn : column - 1);
  if (text.length > LONGEST) {
    let from = offset > NEAR ? offset - NEAR : 0;
    while (from > 0 && text[from - 1] !== '\n') from--;
    text = apply(slice, text, [from, offset + NEAR]);
    offset -= from;
  }
  const tokens = new Tokens(text);
  const token = tokens.at(offset);
  return token === -1 ? undefined : { __proto__: null, tokens, token };
}

// {text, isNew, isSuper} of what is called there.
export function called({ tokens, token }) {
  const word = tokens.word(token);
  if (word === 'new') {
    let end = token + 1;
    while (end < tokens.count && (tokens.kinds[end] === NAME || tokens.word(end) === '.' || tokens.word(end) === '[')) {
      end = (tokens.word(end) === '[' ? tokens.partners[end] ?? end : end) + 1;
    }
    // `new (make())()`
    if (end === token + 1 && tokens.word(end) === '(') end = (tokens.partners[end] ?? end) + 1;
    return { __proto__: null, text: print(tokens, token + 1, end), isNew: true };
  }
  if (word === 'super' && tokens.word(token + 1) === '(') return { __proto__: null, text: word, isSuper: true };
  if (word === '(') {
    const last = tokens.word(token - 1) === '?.' ? token - 1 : token;
    return last < 1 ? undefined : { __proto__: null, text: print(tokens, beginOf(tokens, last - 1), last) };
  }
  const next = tokens.word(token + 1);
  const isCall = next === '(' || tokens.kinds[token + 1] === TEMPLATE || (next === '?.' && tokens.word(token + 2) === '(');
  if (tokens.kinds[token] !== NAME || !isCall) return undefined;
  return { __proto__: null, text: print(tokens, beginOf(tokens, token), token + 1) };
}

// The bracket that a token is directly in, -1 for none.
function around(tokens, token) {
  for (let at = token - 1; at >= 0; at--) {
    const word = tokens.word(at);
    if (word === ')' || word === ']' || word === '}') at = tokens.partners[at] ?? at;
    else if (word === '(' || word === '[' || word === '{') return at;
  }
  return -1;
}

// Behind the pattern that begins there: where its value comes from, if it has a name.
function source(tokens, token, isDeclared) {
  const end = tokens.partners[token];
  if (end === undefined) return undefined;
  const next = tokens.word(end + 1);
  if (next === 'of') return '.for';
  if (next !== '=' || (isDeclared && DECLARES[tokens.word(token - 1)] !== true)) return undefined;
  return print(tokens, end + 2, endOf(tokens, end + 2));
}

// {text, isAsync, isArgument} of what is iterated over there: the head of a loop, a pattern, something spread.
export function iterated({ tokens, token }) {
  const before = tokens.word(token - 1);
  if (before === '...') {
    const bracket = around(tokens, token);
    const text = print(tokens, token, endOf(tokens, token));
    return { __proto__: null, text, isArgument: bracket !== -1 && tokens.word(bracket) === '(' };
  }
  if (before === 'of') {
    const bracket = around(tokens, token);
    const end = bracket === -1 ? endOf(tokens, token) : tokens.partners[bracket] ?? tokens.count;
    const isAsync = bracket > 0 && tokens.word(bracket - 1) === 'await';
    return { __proto__: null, text: print(tokens, token, end), isAsync };
  }
  const text = tokens.word(token) === '[' ? source(tokens, token, true) : undefined;
  return text === undefined ? undefined : { __proto__: null, text, isPattern: true };
}

// {property, text, isNested} of a pattern in braces, where its first property stands.
export function takenApart({ tokens, token: first }) {
  const token = first - 1;
  if (tokens.word(token) !== '{') return undefined;
  const isNamed = tokens.kinds[first] === NAME || tokens.kinds[first] === STRING;
  const word = tokens.word(first);
  const property = !isNamed ? undefined : tokens.kinds[first] === STRING ? apply(slice, word, [1, word.length - 1]) : word;
  const bracket = around(tokens, token);
  const isNested = tokens.word(token - 1) === ':' && bracket !== -1 && tokens.word(bracket) === '{';
  return { __proto__: null, property, text: source(tokens, token, false), isNested };
}

// The property that is written where an assignment stands: `.name =`.
export function written({ tokens, token }) {
  return tokens.kinds[token - 1] === NAME && tokens.word(token - 2) === '.' ? tokens.word(token - 1) : undefined;
}
