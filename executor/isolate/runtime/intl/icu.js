// Asks ICU, which is on the host's side (executor/isolate/icu): `Intl` itself is only the reading of options here.

import { host, stringify } from '../host.js';

// Throws what Node throws where ICU refuses.
export function icu(name, ...values) {
  const answer = host('z' + stringify([name, ...values]));
  if (answer !== null && typeof answer === 'object' && answer.error !== undefined) {
    throw new RangeError(`Internal error. Icu error. (${answer.error})`);
  }
  return answer;
}

const answers = new Map();

// As `icu`, for what is asked again and again with the same few texts.
export function icuOnce(name, ...texts) {
  const key = `${name} ${texts.join(' ')}`;
  let answer = answers.get(key);
  if (answer === undefined) {
    answer = icu(name, ...texts);
    if (answers.size > 500) answers.clear();
    answers.set(key, answer);
  }
  return answer;
}

// What tells one pair of arguments from another, or undefined where they hold more than plain values.
function keyOf(locales, options) {
  if (locales !== undefined && typeof locales !== 'string') return undefined;
  let key = locales ?? '';
  if (options === undefined) return key;
  if (options === null || typeof options !== 'object') return undefined;
  for (const name in options) {
    const value = options[name];
    const kind = typeof value;
    if (kind !== 'string' && kind !== 'number' && kind !== 'boolean' && kind !== 'undefined') return undefined;
    key += `\n${name}\n${kind}\n${value}`;
  }
  return `${key}\n`;
}

// One formatter for each locale and plain options that toLocaleString and its like are called with: a construction
// costs some 50 calls.
export function kept(make) {
  const made = new Map();
  return (locales, options) => {
    const key = keyOf(locales, options);
    if (key === undefined) return make(locales, options);
    let formatter = made.get(key);
    if (formatter === undefined) {
      formatter = make(locales, options);
      if (made.size > 100) made.clear();
      made.set(key, formatter);
    }
    return formatter;
  };
}

// [category, field, text, side] of ICU as {type, value}; `typeOf(field, text, category)` answers 'literal' for the rest.
export function parts(pieces, typeOf, extend) {
  const result = [];
  for (const [category, field, text, side] of pieces) {
    const part = { type: category === -1 ? 'literal' : typeOf(field, text, category), value: text };
    if (extend !== undefined) extend(part, side);
    const last = result[result.length - 1];
    const joins = last !== undefined && last.type === 'literal' && part.type === 'literal' && last.source === part.source;
    if (joins) last.value += text;
    else result.push(part);
  }
  return result;
}

export const text = (pieces) => {
  let joined = '';
  for (const piece of pieces) joined += piece[2];
  return joined;
};

export const SOURCES = ['startRange', 'endRange'];
export const addSource = (part, side) => { part.source = SOURCES[side] ?? 'shared'; };
