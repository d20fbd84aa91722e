// `Intl`, and the functions of other objects that speak a locale. Made in the zygote; asks ICU on the host's side.

import { ENGINE_CONSTRUCTORS, apply, defineProperty } from '../host.js';
import { DateFormatter, canonicalZone, setDefaultZone } from './date.js';
import { icu, kept } from './icu.js';
import { Locale, canonicalList, supportedCalendars, supportedLocalesOf, supportedNumberings } from './locales.js';
import { NumberFormatter, PluralRules, supportedUnits } from './number.js';
import { Collation, DisplayNames, ListFormat, RelativeTimeFormat, Segmenter } from './text.js';

const hidden = (object, name, value) =>
  defineProperty(object, name, { value, writable: true, configurable: true, enumerable: false });
export const zone = canonicalZone(icu('default_zone'));
setDefaultZone(zone);

const Intl = Object.create(Object.prototype, { [Symbol.toStringTag]: { value: 'Intl', configurable: true } });

// `Formatter` behind a function that answers as Node's does when it is called without `new`.
function service(name, Formatter, callable = false) {
  const Service = function (...values) {
    if (new.target === undefined && !callable) throw new TypeError(`Constructor Intl.${name} requires 'new'`);
    return Reflect.construct(Formatter, callable ? values.slice(0, 2) : values, new.target ?? Service);
  };
  const { prototype } = Formatter;
  defineProperty(Service, 'prototype', { value: prototype, writable: false });
  hidden(prototype, 'constructor', Service);
  ENGINE_CONSTRUCTORS.add(Service);
  defineProperty(prototype, Symbol.toStringTag, { value: `Intl.${name}`, configurable: true });
  defineProperty(Service, 'name', { value: name, configurable: true });
  defineProperty(Service, 'length', { value: { Locale: 1, DisplayNames: 2 }[name] ?? 0, configurable: true });
  if (name !== 'Locale') hidden(Service, 'supportedLocalesOf', supportedLocalesOf(`Intl.${name}`));
  hidden(Intl, name, Service);
}

service('NumberFormat', NumberFormatter, true);
service('DateTimeFormat', DateFormatter, true);
service('Collator', Collation, true);
for (const [name, Service] of Object.entries({ PluralRules, RelativeTimeFormat, ListFormat, DisplayNames, Segmenter, Locale })) {
  service(name, Service);
}

hidden(Intl, 'getCanonicalLocales', { getCanonicalLocales(locales) { return canonicalList(locales); } }.getCanonicalLocales);
const SUPPORTED = {
  calendar: supportedCalendars,
  collation: () => icu('supported', 'collation').filter((name) => name !== 'standard' && name !== 'search').sort(),
  // V8 lists four that ICU counts as no longer in use, and leaves one out.
  currency: () => {
    const listed = new Set([...icu('supported', 'currency'), 'SVC', 'XDR', 'XSU', 'ZWL']);
    listed.delete('VEF');
    return [...listed].sort();
  },
  numberingSystem: supportedNumberings,
  timeZone: () => icu('canonical_zones').sort(),
  unit: supportedUnits,
};
hidden(Intl, 'supportedValuesOf', {
  supportedValuesOf(key) {
    const list = SUPPORTED[String(key)];
    if (!Object.hasOwn(SUPPORTED, String(key))) throw new RangeError(`Invalid key : ${String(key)}`);
    return list();
  },
}.supportedValuesOf);
hidden(globalThis, 'Intl', Intl);

// --- Number, BigInt, Date, Array, String -----------------------------------------------------------------------------

const numbers = kept((locales, options) => new NumberFormatter(locales, options).format);
const brand = (self, valueOf, name) => {
  try {
    return apply(valueOf, self, []);
  } catch {
    throw new TypeError(`${name}.prototype.toLocaleString requires that 'this' be a ${name}`);
  }
};
for (const { prototype, name } of [Number, BigInt]) {
  const { valueOf } = prototype;
  const type = name.toLowerCase();
  hidden(prototype, 'toLocaleString', {
    toLocaleString(locales = undefined, options = undefined) {
      const value = typeof this === type ? this : brand(this, valueOf, name);
      return numbers(locales, options)(value);
    },
  }.toLocaleString);
}

const { getTime } = Date.prototype;
for (const [name, required, defaults] of [
  ['toLocaleString', 'any', 'all'], ['toLocaleDateString', 'date', 'date'], ['toLocaleTimeString', 'time', 'time'],
]) {
  const formats = kept((locales, options) => new DateFormatter(locales, options, required, defaults).format);
  hidden(Date.prototype, name, {
    [name](locales = undefined, options = undefined) {
      const time = apply(getTime, this, []);
      return time !== time ? 'Invalid Date' : formats(locales, options)(time);
    },
  }[name]);
}

const { join } = Array.prototype;
function localeString(list, length, locales, options) {
  const texts = [];
  for (let i = 0; i < length; i++) {
    const value = list[i];
    texts.push(value === undefined || value === null ? '' : String(value.toLocaleString(locales, options)));
  }
  return apply(join, texts, [',']);
}
const typed = Object.getPrototypeOf(Uint8Array.prototype);
const { get: lengthOf } = Object.getOwnPropertyDescriptor(typed, 'length');
const { keys: keysOf } = typed;
hidden(Array.prototype, 'toLocaleString', {
  toLocaleString(locales = undefined, options = undefined) {
    if (this === undefined || this === null) {
      throw new TypeError('Array.prototype.toLocaleString called on null or undefined');
    }
    const list = Object(this);
    const length = Math.min(Math.max(Math.trunc(Number(list.length)) || 0, 0), 2 ** 32 - 1);
    return localeString(list, length, locales, options);
  },
}.toLocaleString);
hidden(typed, 'toLocaleString', {
  toLocaleString(locales = undefined, options = undefined) {
    // Throws for what is no typed array, or has lost its memory; its length alone would not.
    apply(keysOf, this, []);
    return localeString(this, apply(lengthOf, this, []), locales, options);
  },
}.toLocaleString);

const compares = kept((locales, options) => new Collation(locales, options).compare);
let compare;
const coerced = (self, name) => {
  if (self === undefined || self === null) throw new TypeError(`String.prototype.${name} called on null or undefined`);
  return String(self);
};
hidden(String.prototype, 'localeCompare', {
  localeCompare(that, locales = undefined, options = undefined) {
    const value = typeof this === 'string' ? this : coerced(this, 'localeCompare');
    if (locales === undefined && options === undefined) {
      compare ??= new Collation().compare;
      return compare(value, that);
    }
    const other = String(that);
    return compares(locales, options)(value, other);
  },
}.localeCompare);
for (const [name, builtin, upper] of [
  ['toLocaleUpperCase', String.prototype.toUpperCase, true], ['toLocaleLowerCase', String.prototype.toLowerCase, false],
]) {
  hidden(String.prototype, name, {
    [name](locales = undefined) {
      const value = coerced(this, name);
      const tag = locales === undefined ? 'en' : (canonicalList(locales)[0] ?? 'en');
      // Everywhere else the cases are those of Unicode.
      return /^(az|el|lt|tr)\b/.test(tag) ? icu('case', tag, upper, value) : apply(builtin, value, []);
    },
  }[name]);
}
