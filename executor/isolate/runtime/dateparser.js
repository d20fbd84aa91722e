// Texts of dates, read by the rules of V8.
//
// A text is a row of tokens. The standard's format is tried first; where that ends, older rules go on from there: words
// before the first number and what is in brackets count for nothing, a number before `:` belongs to the time, any other to
// the day, and what the numbers of the day mean is decided when all of them are known.

import { apply, charCodeAt, slice } from './host.js';

const { UTC } = Date;
const { abs, floor, imul, max, min } = Math;
const { toLowerCase } = String.prototype;
const codeAt = Function.prototype.call.bind(charCodeAt);

// Kinds of tokens; a token of SYMBOLS is its own kind.
const END = 'end';
const NUMBER = 'number';
const SPACE = 'space';
const OTHER = 'other';
const WORD = 'word';
const MONTH = 'month';
const HALF = 'am or pm';
const ZONE = 'zone';
const TIME = 'T';
const SYMBOLS = { __proto__: null, ':': true, '-': true, '+': true, '.': true, ')': true };

// [kind, value] of a word. Of a month, the first three letters say which it is.
const WORDS = { __proto__: null, am: [HALF, 0], pm: [HALF, 12], t: [TIME, 0] };
const MONTHS = { __proto__: null };
['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'].forEach((name, index) => {
  MONTHS[name] = [MONTH, index + 1];
});
const HOURS = { z: 0, ut: 0, utc: 0, gmt: 0, edt: -4, est: -5, cdt: -5, cst: -6, mdt: -6, mst: -7, pdt: -7, pst: -8 };
for (const name of Object.keys(HOURS)) WORDS[name] = [ZONE, HOURS[name]];
const NO_WORD = [WORD, 0];

const SPACES = { __proto__: null };
const WIDE = '\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';
for (const space of `\t\n\v\f\r ${WIDE}`) SPACES[codeAt(space, 0)] = true;

// Anything from `A` on: `[`, `_` and the separators of lines and paragraphs are letters, other white space is not.
const isLetter = (code) => code >= 65 && (code < 0xa0 || code === 0x2028 || code === 0x2029 || SPACES[code] !== true);
// Digits of a number that count, zeros in front apart; further ones are read, and say nothing.
const SIGNIFICANT = 9;

// The token that is next. A NUL ends the text, as its end does, where the code is NaN.
class Tokens {
  text;
  end = 0;
  kind;
  value = 0;
  length = 0;

  constructor(text) {
    this.text = text;
    this.advance();
  }

  advance() {
    const { text, end } = this;
    const code = codeAt(text, end);
    if (code >= 48 && code <= 57) this.readNumber(text, end, code);
    else if (isLetter(code)) this.readWord(text, end);
    else if (code > 0) this.readMark(text, end, code);
    else this.kind = END;
    this.length = this.end - end;
  }

  readNumber(text, end, code) {
    let value = 0;
    for (let significant = 0; code >= 48 && code <= 57; code = codeAt(text, ++end)) {
      if (significant === SIGNIFICANT) continue;
      value = value * 10 + code - 48;
      if (value > 0) significant++;
    }
    this.kind = NUMBER;
    this.value = value;
    this.end = end;
  }

  readWord(text, start) {
    let end = start + 1;
    while (isLetter(codeAt(text, end))) end++;
    const word = apply(toLowerCase, apply(slice, text, [start, end - start > 3 ? start + 3 : end]), []);
    const known = MONTHS[word] ?? (end - start > 3 ? undefined : WORDS[word]) ?? NO_WORD;
    this.kind = known[0];
    this.value = known[1];
    this.end = end;
  }

  // One character, or all that is in brackets, to the end if they are left open.
  readMark(text, start, code) {
    let end = start + 1;
    this.kind = SYMBOLS[text[start]] === true ? text[start] : SPACES[code] === true ? SPACE : OTHER;
    for (let depth = code === 40 ? 1 : 0; depth > 0; end++) {
      code = codeAt(text, end);
      if (!(code > 0)) break;
      if (code === 40) depth++;
      else if (code === 41) depth--;
    }
    this.end = end;
  }

  isNumber(length) {
    return this.kind === NUMBER && this.length === length;
  }

  isSign() {
    return this.kind === '+' || this.kind === '-';
  }

  isZ() {
    return this.kind === ZONE && this.length === 1;
  }

  takeNumber() {
    const { value } = this;
    this.advance();
    return value;
  }

  takeSign() {
    const sign = this.kind === '-' ? -1 : 1;
    this.advance();
    return sign;
  }

  // The first three digits after a decimal point.
  takeMilliseconds() {
    const { value, length } = this;
    this.advance();
    // Division is exact where it has to be; a factor of 0.1 would not be.
    return length < 3 ? value * 10 ** (3 - length) : floor(value / 10 ** (min(length, SIGNIFICANT) - 3));
  }

  skip(symbol) {
    if (this.kind !== symbol) return false;
    this.advance();
    return true;
  }
}

const between = (low, high) => (value) => value >= low && value <= high;
const isMonth = between(1, 12);
const isDay = between(1, 31);
const isHour = between(0, 23);
const isMinute = between(0, 59);
const isMillisecond = between(0, 999);

// Up to three numbers, and perhaps a month that was named.
class Day {
  numbers = { __proto__: null, 0: 1, 1: 1, 2: 1 };
  count = 0;
  month = 0;
  standard = false;

  add(number) {
    if (this.count === 3) return false;
    this.numbers[this.count++] = number;
    return true;
  }

  // [year, month, day], or undefined. Numbers that are not there are 1.
  resolve() {
    const { 0: first, 1: second, 2: third } = this.numbers;
    let parts;
    if (this.count === 0) return undefined;
    if (this.standard) return [first, second, third];
    if (this.month !== 0) parts = isDay(first) ? [second, this.month, first] : [first, this.month, second];
    else parts = isDay(first) ? [third, first, second] : [first, second, third];
    if (isMonth(parts[1]) && isDay(parts[2])) return [fullYear(parts[0]), parts[1], parts[2]];
    return undefined;
  }
}

const fullYear = (year) => (between(0, 49)(year) ? 2000 : between(50, 99)(year) ? 1900 : 0) + year;

// Up to four numbers, from the hour to the millisecond.
class Time {
  numbers = { __proto__: null, 0: 0, 1: 0, 2: 0, 3: 0 };
  count = 0;
  // What am or pm adds to the hour; -1 where neither was there.
  half = -1;

  add(number) {
    if (this.count === 4) return false;
    this.numbers[this.count++] = number;
    return true;
  }

  addLast(number) {
    this.add(number);
    this.count = 4;
  }

  // Whether the number would be the next part of a time that has begun.
  expects(number) {
    return this.count === 3 ? isMillisecond(number) : this.count > 0 && this.count < 3 && isMinute(number);
  }

  // Milliseconds of the day, or NaN.
  resolve() {
    const { 0: given, 1: minute, 2: second, 3: millisecond } = this.numbers;
    let hour = given;
    if (this.half !== -1) {
      if (hour > 12) return NaN;
      hour = (hour % 12) + this.half;
    }
    const rest = minute * 60_000 + second * 1000 + millisecond;
    const inside = isHour(hour) && isMinute(minute) && isMinute(second) && isMillisecond(millisecond);
    return inside || (hour === 24 && rest === 0) ? hour * 3_600_000 + rest : NaN;
  }
}

// The distance to UTC. `hour` and `minute` are -1 until they are known.
class Zone {
  sign = 0;
  hour = -1;
  minute = -1;

  set(hours) {
    this.sign = hours < 0 ? -1 : 1;
    this.hour = hours * this.sign;
    this.minute = 0;
  }

  isUtc() {
    return this.hour === 0 && this.minute === 0;
  }

  expects(number) {
    return this.hour !== -1 && this.minute === -1 && isMinute(number);
  }

  // In milliseconds; undefined where the text has no zone, NaN where it is too far from UTC to count. V8 counts seconds in
  // 32 bits, so an absurd number of hours may come round to something.
  resolve() {
    if (this.sign === 0) return undefined;
    const seconds = (imul(max(this.hour, 0), 3600) + max(this.minute, 0) * 60) | 0;
    return seconds < 0 ? NaN : this.sign * seconds * 1000;
  }
}

// --- The standard's format ---

// False where nothing that follows can make it a date. Otherwise the next token is where the other rules go on.
function readStandard(tokens, day, time, zone) {
  if (tokens.isSign()) {
    const sign = tokens.takeSign();
    if (!tokens.isNumber(6)) return true;
    const year = sign * tokens.takeNumber();
    if (sign < 0 && year === 0) return true;
    day.add(year);
  } else if (tokens.isNumber(4)) day.add(tokens.takeNumber());
  else return true;
  for (let part = 1; part <= 2 && tokens.skip('-'); part++) {
    const fits = part === 1 ? isMonth : isDay;
    if (!tokens.isNumber(2) || !fits(tokens.value)) return true;
    day.add(tokens.takeNumber());
  }
  if (tokens.kind === TIME) {
    tokens.advance();
    if (!readStandardTime(tokens, time) || !readStandardZone(tokens, zone) || tokens.kind !== END) return false;
  } else if (tokens.kind !== END) return true;
  // Without a zone, a day is in UTC and a time is local.
  else zone.set(0);
  day.standard = true;
  return true;
}

// Hours and minutes, perhaps seconds and a fraction. 24:00 is the end of the day, so nothing may follow it.
function readStandardTime(tokens, time) {
  const most = tokens.value === 24 ? 0 : 59;
  if (!tokens.isNumber(2) || tokens.value > 24) return false;
  time.add(tokens.takeNumber());
  if (tokens.kind !== ':') return false;
  for (let part = 1; part <= 2 && tokens.skip(':'); part++) {
    if (!tokens.isNumber(2) || tokens.value > most) return false;
    time.add(tokens.takeNumber());
  }
  if (time.count === 3 && tokens.skip('.')) {
    if (tokens.kind !== NUMBER || (most === 0 && tokens.value > 0)) return false;
    time.add(tokens.takeMilliseconds());
  }
  return true;
}

// Z, hh:mm or hhmm; it may be missing.
function readStandardZone(tokens, zone) {
  if (tokens.isZ()) {
    tokens.advance();
    zone.set(0);
  } else if (tokens.isSign()) {
    zone.sign = tokens.takeSign();
    if (tokens.isNumber(4)) {
      const number = tokens.takeNumber();
      zone.minute = number % 100;
      zone.hour = (number - zone.minute) / 100;
    } else {
      if (!tokens.isNumber(2)) return false;
      zone.hour = tokens.takeNumber();
      if (!tokens.skip(':') || !tokens.isNumber(2)) return false;
      zone.minute = tokens.takeNumber();
    }
    return isHour(zone.hour) && isMinute(zone.minute);
  }
  return true;
}

// --- The other rules ---

// Each reads one token, with what belongs to it, and answers whether the text can still be a date.

function readNumber(tokens, day, time, zone) {
  const number = tokens.takeNumber();
  if (tokens.skip(':')) {
    if (tokens.skip(':')) {
      if (time.count > 0) return false;
      time.add(number);
      return time.add(0);
    }
    if (!time.add(number)) return false;
    tokens.skip('.');
    return true;
  }
  if (tokens.skip('.') && time.expects(number)) {
    time.add(number);
    if (tokens.kind !== NUMBER) return false;
    time.addLast(tokens.takeMilliseconds());
    return true;
  }
  if (zone.expects(number)) {
    zone.minute = number;
    return true;
  }
  if (time.expects(number)) {
    time.addLast(number);
    return tokens.kind === END || tokens.kind === SPACE || tokens.isZ() || tokens.isSign();
  }
  if (!day.add(number)) return false;
  tokens.skip('-');
  return true;
}

function readWord(tokens, day, time, zone, numberSeen) {
  const { kind, value } = tokens;
  tokens.advance();
  if (kind === HALF && time.count > 0) time.half = value;
  else if (kind === MONTH) {
    day.month = value;
    tokens.skip('-');
  } else if (kind === ZONE && numberSeen) zone.set(value);
  else return !numberSeen && tokens.kind !== NUMBER;
  return true;
}

// A sign after a time or after UTC: h, hh, hmm, hhmm, or hours with `:`, whose minutes are a number of their own.
function readOffset(tokens, zone) {
  zone.sign = tokens.takeSign();
  const length = tokens.kind === NUMBER ? tokens.length : 0;
  const number = length > 0 ? tokens.takeNumber() : 0;
  if (tokens.kind === ':') {
    zone.hour = number;
    zone.minute = -1;
  } else if (length === 1 || length === 2) {
    zone.hour = number;
    zone.minute = 0;
  } else if (length === 3 || length === 4) {
    zone.minute = number % 100;
    zone.hour = (number - zone.minute) / 100;
  } else return false;
  return true;
}

function readRest(tokens, day, time, zone) {
  let numberSeen = day.count > 0;
  while (tokens.kind !== END) {
    let possible = true;
    switch (tokens.kind) {
      case NUMBER:
        numberSeen = true;
        possible = readNumber(tokens, day, time, zone);
        break;
      case MONTH: case HALF: case ZONE: case TIME: case WORD:
        possible = readWord(tokens, day, time, zone, numberSeen);
        break;
      case '+': case '-':
        if (zone.isUtc() || time.count > 0) {
          numberSeen = true;
          possible = readOffset(tokens, zone);
          break;
        }
      // falls through
      case ')':
        possible = !numberSeen;
        // falls through
      default:
        tokens.advance();
    }
    if (!possible) return false;
  }
  return true;
}

// The Gregorian calendar repeats itself after so many milliseconds.
const CYCLE = 146_097 * 86_400_000;
// The first and the last instant that a Date can have are so far from 1970.
export const LAST_TIME = 8.64e15;

// The instant in milliseconds, NaN for what is no date. `fromLocal` turns local time into UTC.
export function parseDate(text, fromLocal) {
  const tokens = new Tokens(text);
  const day = new Day();
  const time = new Time();
  const zone = new Zone();
  if (!readStandard(tokens, day, time, zone) || !readRest(tokens, day, time, zone)) return NaN;
  const parts = day.resolve();
  if (parts === undefined) return NaN;
  const year = ((parts[0] % 400) + 400) % 400;
  const local = UTC(2000 + year, parts[1] - 1, parts[2]) + ((parts[0] - 2000 - year) / 400) * CYCLE + time.resolve();
  const offset = zone.resolve();
  const instant = offset === undefined ? fromLocal(local) : local - offset;
  return abs(instant) <= LAST_TIME ? instant : NaN;
}
