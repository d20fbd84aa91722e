// Makes a record safe for logs and test systems: shortens what people may recognise, replaces what joins tables by a
// keyed hash (the same person gets the same token, and without the key nobody can guess back), removes secrets. For
// teams that must not copy personal data out of production.
const cloneDeepWith = require('lodash/cloneDeepWith');
const hmacSHA256 = require('crypto-js/hmac-sha256');

const SECRET = /^(password|token|secret|cvv)$/i;
const JOINED = /(^|_)(customer|user|account)_?id$/i;

const stars = (text, first, last) => text.slice(0, first) + '*'.repeat(text.length - first - last) + text.slice(-last);
const maskText = (text) =>
  text
    .replace(/([\w.+-])[\w.+-]*@([\w-]+(?:\.[\w-]+)+)/g, '$1***@$2')
    // Longest first: a card and an identity number (18 characters, the last may be X) contain what looks like a phone's.
    .replace(/\b\d{17}[\dXx]\b/g, (id) => stars(id, 6, 2))
    .replace(/\b\d{4}(?:[ -]?\d{4}){3}\b/g, (card) => stars(card.replace(/\D/g, ''), 4, 4))
    .replace(/\b1[3-9]\d{9}\b/g, (phone) => stars(phone, 3, 4));

return cloneDeepWith(input.record, (value, key) => {
  if (SECRET.test(key)) return '[removed]';
  if (JOINED.test(key)) return hmacSHA256(String(value), input.key).toString().slice(0, 16);
  return typeof value === 'string' ? maskText(value) : undefined;
});
