// Finds the place of an error that PyPI's engine places too early; the one that is built here has the places of V8
// (engine/include/positions.h).
//
// QuickJS-ng 0.11 notes positions for calls, `new`, operators, `throw` and expression statements only. A property read
// in `const x = order.customer.name`, or an unknown name in `return y`, is reported where the last noted thing before
// it began, often lines above, in a function without any at 1:1. The message names the property or variable, so the
// place is the first mention of it from the reported position on. Runs on failures only, and only moves the reported
// line: no script is ever changed.

import { Pattern, apply, charCodeAt, indexOf, regExpExec, repeat, slice } from './host.js';
import { isExact, locate } from './stack.js';

const PROPERTY = /^Cannot (?:read|set) properties of \w+ \((?:reading|setting) '([^']+)'\)$/;
const VARIABLE = /^'?([\w$]+)'? is not defined$/;
// Comments and the text of simple strings, to be blanked before the search.
const NOT_CODE = /\/\*[^]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g;
const QUOTED = /^['"]([\w$]+)['"]$/;
const SPECIAL = /[.*+?^${}()|[\]\\]/g;

const VISIBLE = /[^\n]+/g;

// String.prototype.replace would go through RegExp.prototype[Symbol.replace], which is the script's to replace. The
// pattern is global and never matches the empty string.
function replaceEach(text, pattern, replacement) {
  let replaced = '';
  let from = 0;
  pattern.lastIndex = 0;
  for (let match = apply(regExpExec, pattern, [text]); match !== null; match = apply(regExpExec, pattern, [text])) {
    replaced += apply(slice, text, [from, match.index]) + replacement(match[0]);
    from = pattern.lastIndex;
  }
  return replaced + apply(slice, text, [from]);
}

const escape = (name) => replaceEach(name, SPECIAL, (character) => '\\' + character);
const spaces = (text) => apply(repeat, ' ', [text.length]);
// Keeps every position; a quoted name stays, it may be the property of a['name'].
const blank = (text) => (apply(regExpExec, QUOTED, [text]) !== null ? text : replaceEach(text, VISIBLE, spaces));

function offsetOf(code, line, column) {
  let offset = 0;
  for (let i = 1; i < line; i++) {
    const end = apply(indexOf, code, ['\n', offset]);
    if (end === -1) break;
    offset = end + 1;
  }
  return offset + column - 1;
}

// The engine counts columns in bytes of UTF-8; everybody else in characters.
function inCharacters(code, line, column) {
  const start = offsetOf(code, line, 1);
  let bytes = 1;
  let at = start;
  while (bytes < column && at < code.length) {
    const unit = apply(charCodeAt, code, [at++]);
    // Half of a surrogate pair is half of four bytes.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
  }
  return at - start + 1;
}

function positionOf(code, offset) {
  let line = 1;
  let start = 0;
  for (;;) {
    const end = apply(indexOf, code, ['\n', start]);
    if (end === -1 || end >= offset) return { line, column: offset - start + 1 };
    start = end + 1;
    line++;
  }
}

// Where the search begins. A function in which nothing was noted is "at 1:1": then at its name, or, for a callback, at
// the call that it was given to, which is the next frame of the script.
function startOf(code, frame, stack) {
  if (frame.line !== 1 || frame.column !== 1) return offsetOf(code, frame.line, frame.column);
  if (frame.name !== '') {
    const named = new Pattern(`(?:function\\s*\\*?\\s*|[^.\\w$])${escape(frame.name)}\\s*[(=:]`);
    const found = apply(regExpExec, named, [code]);
    return found === null ? 0 : found.index;
  }
  const caller = locate(apply(slice, stack, [frame.end]));
  return caller.line === 0 ? 0 : offsetOf(code, caller.line, caller.column);
}

function mention(message) {
  const property = apply(regExpExec, PROPERTY, [message]);
  if (property !== null) {
    const name = escape(property[1]);
    // a.name, a['name'], a[0]; { name } taken apart; a[i] where the index is computed.
    return new Pattern(`\\.\\s*(?=${name}(?![\\w$]))|\\[\\s*(?=['"]?${name}['"]?\\s*\\])|[{,]\\s*(?=${name}\\s*[,}:=])`, 'g');
  }
  const variable = apply(regExpExec, VARIABLE, [message]);
  if (variable === null) return null;
  return new Pattern(`(?:^|[^.\\w$])(?=${escape(variable[1])}(?![\\w$]|\\s*:))`, 'g');
}

// {line, column} of the culprit in the author's code; what the stack says where there is nothing better.
export function culprit(code, message, stack) {
  const frame = locate(stack);
  if (frame.line === 0) return frame;
  frame.column = inCharacters(code, frame.line, frame.column);
  if (isExact) return frame;
  const pattern = mention(message);
  if (pattern === null) return frame;
  const text = replaceEach(code, NOT_CODE, blank);
  pattern.lastIndex = startOf(text, frame, stack);
  const found = apply(regExpExec, pattern, [text]);
  return found === null ? frame : positionOf(text, found.index + found[0].length);
}
