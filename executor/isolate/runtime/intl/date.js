// Intl.DateTimeFormat: options become a skeleton, that becomes the locale's pattern, as V8 does it.

import { addSource, icu, icuOnce, parts, text } from './icu.js';
import { formatTag, matcher, resolve } from './locales.js';
import { choice, flag, integer, keyword, toOptions } from './options.js';
import { present } from './number.js';

const SERVICE = 'Intl.DateTimeFormat';
const CYCLES = ['h11', 'h12', 'h23', 'h24'];
const LETTERS = { h11: 'K', h12: 'h', h23: 'H', h24: 'k' };
const STYLES = ['full', 'long', 'medium', 'short'];

const NUMERIC = { '2-digit': 2, numeric: 1 };
const NAME = { narrow: 5, long: 4, short: 3 };
// In the order in which ECMA-402 reads them: [option, letter, length by value].
const FIELDS = [
  ['weekday', 'E', NAME], ['era', 'G', NAME], ['year', 'y', NUMERIC], ['month', 'M', { ...NUMERIC, ...NAME }],
  ['day', 'd', NUMERIC], ['dayPeriod', 'B', { narrow: 5, long: 4, short: 1 }], ['hour', 'j', NUMERIC],
  ['minute', 'm', NUMERIC], ['second', 's', NUMERIC],
];
const ZONE_NAMES = { short: 'z', long: 'zzzz', shortOffset: 'O', longOffset: 'OOOO', shortGeneric: 'v', longGeneric: 'vvvv' };
const DATE_FIELDS = ['weekday', 'year', 'month', 'day'];
const TIME_FIELDS = ['dayPeriod', 'hour', 'minute', 'second', 'fractionalSecondDigits'];

// What ICU numbers UDateFormatField.
const TYPES = [
  'era', 'year', 'month', 'day', 'hour', 'hour', 'minute', 'second', 'fractionalSecond', 'weekday', 'literal', 'literal',
  'literal', 'literal', 'dayPeriod', 'hour', 'hour', 'timeZoneName', 'year', 'weekday', 'year', 'literal', 'literal',
  'timeZoneName', 'timeZoneName', 'weekday', 'month', 'literal', 'literal', 'timeZoneName', 'yearName', 'timeZoneName',
  'timeZoneName', 'timeZoneName', 'relatedYear', 'dayPeriod', 'dayPeriod',
];
const typeOf = (field) => TYPES[field] ?? 'literal';

// ICU 72 took U+202F for the space before AM and PM; V8 writes a space for it, though not in parts.
const plain = (value) => value.replaceAll('\u202f', ' ');
const mapPattern = (pattern, change) => pattern.split("'").map((piece, i) => (i % 2 === 0 ? change(piece) : piece)).join("'");

const withCycle = (pattern, cycle) =>
  cycle === undefined ? pattern : mapPattern(pattern, (piece) => piece.replace(/[HhKk]/g, LETTERS[cycle]));

const cycleIn = (pattern) => {
  let found;
  mapPattern(pattern, (piece) => {
    const letter = /[HhKk]/.exec(piece)?.[0];
    found ??= CYCLES.find((cycle) => LETTERS[cycle] === letter);
    return piece;
  });
  return found;
};

let defaultZone = 'UTC';
export const setDefaultZone = (zone) => { defaultZone = zone; };

const zones = new Map([['UTC', 'UTC']]);
let spellings;

export function canonicalZone(name) {
  let zone = zones.get(name);
  if (zone !== undefined) return zone;
  spellings ??= new Map(icu('zones').map((id) => [id.toUpperCase(), id]));
  const spelled = spellings.get(name.toUpperCase());
  zone = spelled === undefined ? null : icu('zone', spelled);
  if (zone === null) throw new RangeError(`Invalid time zone specified: ${name}`);
  if (zone === 'Etc/UTC' || zone === 'Etc/GMT' || zone === 'GMT' || zone === 'Etc/UCT') zone = 'UTC';
  zones.set(name, zone);
  return zone;
}

export class DateFormatter {
  #tag;
  #pattern;
  // What ICU shall format by: the pattern, or '=' and styles, which may count some fields in other numerals.
  #format;
  #zone;
  #resolved;
  #bound;

  // `required` and `defaults`: which fields there must be, and which are taken if there is none of them.
  constructor(locales, options, required = 'any', defaults = 'date') {
    options = toOptions(options);
    matcher(options, SERVICE);
    const calendar = keyword(options, 'calendar', SERVICE);
    const nu = keyword(options, 'numberingSystem', SERVICE);
    const hour12 = flag(options, 'hour12');
    let hourCycle = choice(options, 'hourCycle', CYCLES, undefined, SERVICE);
    if (hour12 !== undefined) hourCycle = undefined;
    const locale = resolve(locales, ['ca', 'hc', 'nu'], { ca: calendar, nu, hc: hourCycle });
    const zone = options.timeZone;
    this.#zone = zone === undefined ? defaultZone : canonicalZone(String(zone));

    const wanted = {};
    let skeleton = '';
    for (const [name, , lengths] of FIELDS) {
      const value = choice(options, name, Object.keys(lengths), undefined, SERVICE);
      if (value !== undefined) wanted[name] = value;
    }
    const fraction = integer(options, 'fractionalSecondDigits', 1, 3, undefined);
    if (fraction !== undefined) wanted.fractionalSecondDigits = fraction;
    const zoneName = choice(options, 'timeZoneName', Object.keys(ZONE_NAMES), undefined, SERVICE);
    if (zoneName !== undefined) wanted.timeZoneName = zoneName;
    const explicit = Object.keys(wanted).length > 0;
    choice(options, 'formatMatcher', ['basic', 'best fit'], 'best fit', SERVICE);
    const dateStyle = choice(options, 'dateStyle', STYLES, undefined, SERVICE);
    const timeStyle = choice(options, 'timeStyle', STYLES, undefined, SERVICE);

    this.#tag = formatTag(locale);
    const usual = CYCLES[icuOnce('hour_cycle', locale.base)];
    let cycle = locale.hc ?? usual;
    // The rule of ECMA-402 before 2023, which Node 20 keeps: 'en-US' with hour12: false counts from 24:00.
    const fromZero = cycle === 'h11' || cycle === 'h23';
    if (hour12 !== undefined) cycle = hour12 ? (fromZero ? 'h11' : 'h12') : fromZero ? 'h23' : 'h24';

    if (dateStyle !== undefined || timeStyle !== undefined) {
      if (explicit) {
        const culprit = Object.keys(wanted)[0];
        throw new TypeError(`Can't set option ${culprit} when ${dateStyle !== undefined ? 'dateStyle' : 'timeStyle'} is used`);
      }
      if (required === 'date' && timeStyle !== undefined) throw new TypeError('Invalid option : timeStyle');
      if (required === 'time' && dateStyle !== undefined) throw new TypeError('Invalid option : dateStyle');
      this.#byStyle(dateStyle, timeStyle, cycle);
    } else {
      const none = (names) => names.every((name) => wanted[name] === undefined);
      const needed = (required === 'date' || required === 'any' ? none(DATE_FIELDS) : true) &&
        (required === 'time' || required === 'any' ? none(TIME_FIELDS) : true);
      const shown = { ...wanted };
      if (needed && defaults !== 'time') for (const name of ['year', 'month', 'day']) shown[name] = 'numeric';
      if (needed && defaults !== 'date') for (const name of ['hour', 'minute', 'second']) shown[name] = 'numeric';
      for (const [name, letter, lengths] of FIELDS) {
        if (shown[name] === undefined) continue;
        const drawn = name === 'hour' ? LETTERS[cycle] : letter;
        skeleton += drawn.repeat(lengths[shown[name]]);
      }
      if (fraction !== undefined) skeleton += 'S'.repeat(fraction);
      if (zoneName !== undefined) skeleton += ZONE_NAMES[zoneName];
      this.#pattern = icuOnce('pattern', this.#tag, skeleton);
      this.#pattern = withCycle(this.#pattern, shown.hour === undefined ? undefined : cycle);
      this.#format = this.#pattern;
    }
    const cycleShown = cycleIn(this.#pattern);
    this.#resolved = { locale: locale.locale, ca: locale.ca, nu: locale.nu, cycle: cycleShown, dateStyle, timeStyle };
    // An option that says otherwise drops the keyword of the tag.
    if (hour12 !== undefined && locale.hc !== cycleShown) this.#resolved.locale = this.#resolved.locale.replace(/-hc-h\d\d/, '').replace(/-u$/, '');
  }

  #byStyle(dateStyle, timeStyle, cycle) {
    const styles = [STYLES.indexOf(dateStyle), STYLES.indexOf(timeStyle)];
    this.#pattern = icuOnce('style_pattern', this.#tag, ...styles);
    this.#format = `=${styles}`;
    const natural = cycleIn(this.#pattern);
    if (natural !== undefined && natural !== cycle) {
      const skeleton = icuOnce('skeleton', this.#pattern).replace(/[HhKk]/g, LETTERS[cycle]).replace(/[abB]/g, '');
      this.#pattern = withCycle(icuOnce('pattern', this.#tag, skeleton), cycle);
      this.#format = this.#pattern;
    }
  }

  get format() {
    this.#bound ??= { '': (date) => plain(icu('date', this.#tag, this.#format, this.#zone, time(date))) }[''];
    return this.#bound;
  }

  formatToParts(date) {
    return parts(icu('date_parts', this.#tag, this.#format, this.#zone, time(date)), typeOf);
  }

  #range(start, end) {
    if (start === undefined || end === undefined) throw new TypeError('Invalid time value');
    const [first, second] = [time(start), time(end)];
    const pieces = icu('date_range', this.#tag, icuOnce('skeleton', this.#pattern), this.#zone, first, second);
    // Without a difference in what is shown, ICU marks no ends: then it is one date.
    return pieces.some((piece) => piece[3] !== -1) ? pieces : undefined;
  }

  formatRange(start, end) {
    const pieces = this.#range(start, end);
    return pieces === undefined ? this.format(start) : text(pieces);
  }

  formatRangeToParts(start, end) {
    const pieces = this.#range(start, end);
    if (pieces !== undefined) return parts(pieces, typeOf, addSource);
    return this.formatToParts(start).map((part) => ({ ...part, source: 'shared' }));
  }

  resolvedOptions() {
    const { locale, ca, nu, cycle, dateStyle, timeStyle } = this.#resolved;
    const resolved = {
      locale, calendar: ca ?? icu('calendars', this.#tag)[0], numberingSystem: nu ?? icu('numbering', this.#tag),
      timeZone: this.#zone,
    };
    if (cycle !== undefined) {
      resolved.hourCycle = cycle;
      resolved.hour12 = cycle === 'h11' || cycle === 'h12';
    }
    if (dateStyle === undefined && timeStyle === undefined) Object.assign(resolved, fieldsIn(this.#pattern));
    return present({ ...resolved, dateStyle, timeStyle });
  }
}

function time(date) {
  const value = date === undefined ? Date.now() : Number(date);
  if (!(Math.abs(value) <= 8.64e15)) throw new RangeError('Invalid time value');
  return Math.trunc(value) + 0;
}

const LETTER_OF = [
  ['weekday', /[Eec]+/, { 5: 'narrow', 4: 'long' }], ['era', /G{3,}/, { 5: 'narrow', 4: 'long' }],
  ['year', /y+/, { 2: '2-digit' }], ['month', /[ML]+/, { 1: 'numeric', 2: '2-digit', 4: 'long', 5: 'narrow' }],
  ['day', /d+/, { 2: '2-digit' }], ['dayPeriod', /B+/, { 5: 'narrow', 4: 'long', 1: 'short' }],
  ['hour', /[hHkK]+/, { 2: '2-digit' }], ['minute', /m+/, { 2: '2-digit' }], ['second', /s+/, { 2: '2-digit' }],
];

function fieldsIn(pattern) {
  let bare = '';
  mapPattern(pattern, (piece) => { bare += `${piece} `; return piece; });
  const found = {};
  for (const [name, letters, lengths] of LETTER_OF) {
    const length = letters.exec(bare)?.[0].length;
    if (length === undefined) continue;
    found[name] = lengths[length] ?? (name === 'weekday' || name === 'era' || name === 'month' ? 'short' : 'numeric');
  }
  const fraction = /S+/.exec(bare)?.[0].length;
  if (fraction !== undefined) found.fractionalSecondDigits = fraction;
  const zone = /z+|O+|v+/.exec(bare)?.[0];
  if (zone !== undefined) found.timeZoneName = Object.keys(ZONE_NAMES).find((name) => ZONE_NAMES[name] === zone);
  return found;
}
