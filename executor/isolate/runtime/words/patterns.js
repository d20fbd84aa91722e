// The words of V8 for a regular expression that is none.

import { apply, slice } from '../host.js';

const TEXTS = {
  __proto__: null,
  "expecting ')'": 'Unterminated group',
  'nothing to repeat': 'Nothing to repeat',
  'duplicate group name': 'Duplicate capture group name',
  'invalid repetition count': 'numbers out of order in {} quantifier',
  'invalid class range': 'Range out of order in character class',
  'invalid character in class in regular expression': 'Invalid character in character class',
  'invalid class set operation in regular expression': 'Invalid set operation in character class',
  'group name not defined': 'Invalid named capture referenced',
  'expecting group name': 'Invalid named reference',
  'invalid group name': 'Invalid capture group name',
  'invalid group': 'Invalid group',
  'extraneous characters at the end': "Unmatched ')'",
  'invalid escape sequence in regular expression': 'Invalid escape',
  'invalid decimal escape in regular expression': 'Invalid decimal escape',
  'back reference out of range in regular expression': 'Invalid escape',
  'unknown unicode general category': 'Invalid property name',
  'unknown unicode property name': 'Invalid property name',
  'unknown unicode property value': 'Invalid property name',
  'unknown unicode script': 'Invalid property name',
  "expecting '{' after \\p": 'Invalid property name',
  'too many captures': 'Too many captures',
};

// Of what the pattern and the flags are, if they are texts.
export function patternError(message, pattern, flags) {
  if (typeof pattern !== 'string') return undefined;
  if (message === 'invalid regular expression flags') return "Invalid flags supplied to RegExp constructor '" + flags + "'";
  let text = TEXTS[message];
  if (message === 'unexpected end') {
    text = apply(slice, pattern, [-1]) === '\\' ? '\\ at end of pattern' : 'Unterminated character class';
  }
  if (text === undefined) return undefined;
  return 'Invalid regular expression: /' + pattern + '/' + (typeof flags === 'string' ? flags : '') + ': ' + text;
}
