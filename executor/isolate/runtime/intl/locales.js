// Language tags: which are valid, their canonical form, and which locale a service takes for those that are asked for.

import { icu } from './icu.js';
import { choice, keyword, onlyObject, toOptions } from './options.js';

export const DEFAULT = 'en-US';

const TAG = new RegExp(
  '^(?:[a-z]{2,3}|[a-z]{5,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\\d{3}))?(?:-(?:[a-z\\d]{5,8}|\\d[a-z\\d]{3}))*' +
    '(?:-[a-wy-z\\d](?:-[a-z\\d]{2,8})+)*(?:-x(?:-[a-z\\d]{1,8})+)?$', 'i');

const canonical = new Map([[DEFAULT, DEFAULT], ['en', 'en'], ['en-GB', 'en-GB'], ['zh-CN', 'zh-CN'], ['zh-TW', 'zh-TW']]);

export function canonicalTag(tag) {
  const known = canonical.get(tag);
  if (known !== undefined) return known;
  if (!TAG.test(tag)) throw new RangeError(/^(?:[a-z]{2,3}|[a-z]{5,8})(?:-[a-z\d]+)+$/i.test(tag) ? `Invalid language tag: ${tag}` : 'Incorrect locale information provided');
  let found;
  try {
    found = icu('tag', tag.toLowerCase());
  } catch {
    throw new RangeError('Incorrect locale information provided');
  }
  if (canonical.size < 500) canonical.set(tag, found);
  return found;
}

// `Locale` registers how to know its own.
let tagOf = () => undefined;
export const knowLocales = (look) => { tagOf = look; };

export function canonicalList(locales) {
  if (locales === undefined) return [];
  if (typeof locales === 'string') return [canonicalTag(locales)];
  if (locales === null) throw new TypeError('Cannot convert undefined or null to object');
  const own = tagOf(locales);
  if (own !== undefined) return [own];
  const list = Object(locales);
  const found = [];
  const length = Math.min(Math.max(Math.trunc(Number(list.length)) || 0, 0), 2 ** 53 - 1);
  for (let i = 0; i < length; i++) {
    if (!(i in list)) continue;
    const value = list[i];
    if (typeof value !== 'string' && (typeof value !== 'object' || value === null)) {
      throw new TypeError('Language ID should be string or object.');
    }
    const tag = tagOf(value) ?? canonicalTag(String(value));
    if (!found.includes(tag)) found.push(tag);
  }
  return found;
}

// ' af af-NA … ', each between spaces.
const everything = icu('locales');
const collations = icu('collation_locales');
const knows = (service, tag) => {
  // Rules for plurals are those of the language, but for Portuguese.
  if (service === 'Intl.PluralRules' && tag !== 'pt-PT' && tag.includes('-')) return false;
  return (service === 'Intl.Collator' ? collations : everything).includes(` ${tag} `);
};

const EXTENSION = /-u(?:-[a-z\d]{2,8})+/i;

function bestAvailable(tag, service) {
  for (let candidate = tag; candidate !== '';) {
    if (knows(service, candidate)) return candidate;
    let end = candidate.lastIndexOf('-');
    if (end === -1) return undefined;
    if (end >= 2 && candidate[end - 2] === '-') end -= 2;
    candidate = candidate.slice(0, end);
  }
  return undefined;
}

// '-u-nu-latn-ca-gregory' → {nu: 'latn', ca: 'gregory'}
export function keywordsOf(tag) {
  const keywords = {};
  const extension = EXTENSION.exec(tag.split('-x-')[0]);
  if (extension === null) return keywords;
  let key;
  for (const part of extension[0].split('-').slice(2)) {
    if (part.length === 2) {
      key = part;
      keywords[key] ??= '';
    } else if (key !== undefined) keywords[key] += (keywords[key] === '' ? '' : '-') + part;
  }
  return keywords;
}

const numberings = new Set(icu('supported', 'numberingSystem'));
for (const algorithmic of [
  'armn', 'armnlow', 'cyrl', 'ethi', 'geor', 'grek', 'greklow', 'hans', 'hansfin', 'hant', 'hantfin', 'hebr', 'jpan',
  'jpanfin', 'roman', 'romanlow', 'taml', 'hanidays', 'jpanyear',
]) numberings.delete(algorithmic);
const calendars = new Set(icu('supported', 'calendar'));
export const supportedNumberings = () => [...numberings].sort();
export const supportedCalendars = () => [...calendars].sort();

const BOOLEANS = { '': 'true', true: 'true', yes: 'true', false: 'false', no: 'false' };
const VALID = {
  nu: (value) => (numberings.has(value) ? value : undefined),
  ca: (value) => (calendars.has(value) ? value : undefined),
  hc: (value) => (['h11', 'h12', 'h23', 'h24'].includes(value) ? value : undefined),
  kn: (value) => BOOLEANS[value],
  kf: (value) => (['upper', 'lower', 'false'].includes(value) ? value : undefined),
  co: (value, locale) => (value !== 'search' && value !== 'standard' && icu('collations', locale).includes(value) ? value : undefined),
};

// What a service that knows `keys` of the Unicode extension takes: {locale, base, and each key's value}.
// `asked` are the values from options, which win.
export function resolve(locales, keys, asked = {}, service = '') {
  let base = bestAvailable(DEFAULT, service);
  let wanted = {};
  for (const tag of canonicalList(locales)) {
    const found = bestAvailable(tag.replace(EXTENSION, ''), service);
    if (found !== undefined) {
      base = found;
      wanted = keywordsOf(tag);
      break;
    }
  }
  const resolved = { base, tagged: wanted.hc === undefined ? undefined : VALID.hc(wanted.hc) };
  let extension = '';
  for (const key of keys) {
    const inTag = wanted[key] === undefined ? undefined : VALID[key](wanted[key], base);
    const inOptions = asked[key] === undefined ? undefined : VALID[key](asked[key], base);
    resolved[key] = inOptions ?? inTag;
    if (inTag !== undefined && resolved[key] === inTag) {
      extension += `-${key}${inTag === 'true' ? '' : `-${inTag}`}`;
    }
  }
  resolved.locale = extension === '' ? base : `${base}-u${extension}`;
  return resolved;
}

// The tag that ICU shall format by.
export function formatTag({ base, nu, ca, tagged }) {
  const keywords = `${ca === undefined ? '' : `-ca-${ca}`}${tagged === undefined ? '' : `-hc-${tagged}`}${nu === undefined ? '' : `-nu-${nu}`}`;
  return keywords === '' ? base : `${base}-u${keywords}`;
}

export function supportedLocalesOf(service) {
  return {
    supportedLocalesOf(locales, options = undefined) {
      const list = canonicalList(locales);
      if (options !== undefined) matcher(toOptions(options), service);
      return list.filter((tag) => bestAvailable(tag.replace(EXTENSION, ''), service) !== undefined);
    },
  }.supportedLocalesOf;
}

export const matcher = (options, service) =>
  choice(options, 'localeMatcher', ['lookup', 'best fit'], 'best fit', service);

const SERVICE = 'Intl.Locale';
const YES = /^(true|)$/;

export class Locale {
  #tag;
  #keywords;

  constructor(tag, options) {
    if (typeof tag !== 'string' && (typeof tag !== 'object' || tag === null)) {
      throw new TypeError('First argument to Intl.Locale constructor can\'t be empty or missing');
    }
    const given = tagOf(tag) ?? canonicalTag(String(tag));
    options = toOptions(options);
    const subtag = (name, pattern) => {
      const value = choice(options, name, undefined, undefined, SERVICE);
      if (value !== undefined && !pattern.test(value)) throw new RangeError('Incorrect locale information provided');
      return value;
    };
    let { language, script, region, rest } = split(given.replace(EXTENSION, ''));
    language = subtag('language', /^([a-z]{2,3}|[a-z]{5,8})$/i) ?? language;
    script = subtag('script', /^[a-z]{4}$/i) ?? script;
    region = subtag('region', /^([a-z]{2}|\d{3})$/i) ?? region;
    const keywords = keywordsOf(given);
    const put = (key, value) => { if (value !== undefined) keywords[key] = value; };
    put('ca', keyword(options, 'calendar', SERVICE));
    put('co', keyword(options, 'collation', SERVICE));
    put('hc', choice(options, 'hourCycle', ['h11', 'h12', 'h23', 'h24'], undefined, SERVICE));
    put('kf', choice(options, 'caseFirst', ['upper', 'lower', 'false'], undefined, SERVICE));
    const numeric = options.numeric;
    if (numeric !== undefined) keywords.kn = numeric ? '' : 'false';
    put('nu', keyword(options, 'numberingSystem', SERVICE));
    const base = [language, script, region].filter((part) => part !== undefined).join('-') + rest;
    const extension = Object.keys(keywords).sort().map((key) => `-${key}${keywords[key] === '' ? '' : `-${keywords[key]}`}`);
    this.#tag = canonicalTag(base + (extension.length === 0 ? '' : `-u${extension.join('')}`));
    this.#keywords = keywordsOf(this.#tag);
  }

  static tagOf(value) {
    return typeof value === 'object' && value !== null && #tag in value ? value.#tag : undefined;
  }

  get #base() { return this.#tag.replace(EXTENSION, '').split('-x-')[0]; }
  get baseName() { return this.#base; }
  get language() { return split(this.#base).language; }
  get script() { return split(this.#base).script; }
  get region() { return split(this.#base).region; }
  get calendar() { return this.#keywords.ca; }
  get collation() { return this.#keywords.co; }
  get hourCycle() { return this.#keywords.hc; }
  get caseFirst() { return this.#keywords.kf; }
  get numeric() { return YES.test(this.#keywords.kn ?? 'false'); }
  get numberingSystem() { return this.#keywords.nu; }
  get calendars() { return this.#keywords.ca === undefined ? icu('calendars', this.#base) : [this.#keywords.ca]; }
  get collations() {
    if (this.#keywords.co !== undefined) return [this.#keywords.co];
    return icu('collations', this.#base).filter((name) => name !== 'search' && name !== 'standard').sort();
  }
  get hourCycles() {
    return this.#keywords.hc === undefined ? [['h11', 'h12', 'h23', 'h24'][icu('hour_cycle', this.#base)]] : [this.#keywords.hc];
  }
  get numberingSystems() { return this.#keywords.nu === undefined ? [icu('numbering', this.#base)] : [this.#keywords.nu]; }
  get timeZones() {
    const { region } = this;
    return region === undefined ? undefined : icu('canonical_zones', region).sort();
  }
  get textInfo() { return { direction: icu('direction', this.#base) ? 'rtl' : 'ltr' }; }
  get weekInfo() {
    const [first, minimalDays, kinds] = icu('week', this.#base);
    const iso = (day) => (day === 1 ? 7 : day - 1);
    const weekend = kinds.map((kind, i) => (kind === 0 ? 0 : iso(i + 1))).filter((day) => day !== 0).sort();
    return { firstDay: iso(first), weekend, minimalDays };
  }

  maximize() { return this.#likely(true); }
  minimize() { return this.#likely(false); }
  #likely(more) {
    return new Locale(icu('likely', this.#base, more) + this.#tag.slice(this.#base.length));
  }
  toString() { return this.#tag; }
}
const { tagOf: look } = Locale;
delete Locale.tagOf;
knowLocales(look);

function split(base) {
  const [language, ...others] = base.split('-');
  const script = /^[a-z]{4}$/i.test(others[0] ?? '') ? others.shift() : undefined;
  const region = /^([a-z]{2}|\d{3})$/i.test(others[0] ?? '') ? others.shift() : undefined;
  return { language, script, region, rest: others.map((part) => `-${part}`).join('') };
}

export { onlyObject };
