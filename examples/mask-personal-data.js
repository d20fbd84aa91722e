// Makes a record safe for logs and test systems: removes secrets, shortens what tells who somebody is, and replaces ids
// by a keyed hash: the same person gets the same token, which nobody without the key can turn back by guessing. For
// teams that must not copy personal data out of production.
const cloneDeepWith = require('lodash/cloneDeepWith');
const hmacSHA256 = require('crypto-js/hmac-sha256');

const SECRET = /^(password|token|secret|cvv)$/i;
const PERSON_ID = /^(customer|user|account)_?id$/i;

const keepEnds = (text, first, last) =>
  text.slice(0, first) + '*'.repeat(text.length - first - last) + text.slice(-last);

// \b on both sides: no pattern may match inside a longer number.
const maskText = (text) =>
  text
    .replace(/([\w.+-])[\w.+-]*@([\w-]+(?:\.[\w-]+)+)/g, '$1***@$2')
    .replace(/\b\d{17}[\dXx]\b/g, (identity) => keepEnds(identity, 6, 2))
    .replace(/\b\d{4}(?:[ -]?\d{4}){3}\b/g, (card) => keepEnds(card.replace(/\D/g, ''), 4, 4))
    .replace(/\b1[3-9]\d{9}\b/g, (phone) => keepEnds(phone, 3, 4));

return cloneDeepWith(input.record, (value, key) => {
  if (SECRET.test(key)) return '[removed]';
  if (PERSON_ID.test(key)) return hmacSHA256(String(value), input.key).toString().slice(0, 16);
  return typeof value === 'string' ? maskText(value) : undefined;
});
