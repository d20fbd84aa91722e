// Intl.NumberFormat and Intl.PluralRules: options become a skeleton of ICU's number formatter.

import { exchange } from '../engine.js';
import { addSource, icu, icuOnce, parts, text } from './icu.js';
import { formatTag, matcher, resolve } from './locales.js';
import { choice, integer, keyword, toNumber, toOptions } from './options.js';

const SERVICE = 'Intl.NumberFormat';
const UNITS = new Set(
  ('acre bit byte celsius centimeter day degree fahrenheit fluid-ounce foot gallon gigabit gigabyte gram hectare hour ' +
    'inch kilobit kilobyte kilogram kilometer liter megabit megabyte meter microsecond mile mile-scandinavian ' +
    'milliliter millimeter millisecond minute month nanosecond ounce percent petabyte pound second stone terabit ' +
    'terabyte week yard year').split(' '));
export const supportedUnits = () => [...UNITS].sort();

function isUnit(unit) {
  const [numerator, denominator, more] = unit.split('-per-');
  return UNITS.has(numerator) && (denominator === undefined || UNITS.has(denominator)) && more === undefined;
}

const ROUNDING = {
  ceil: 'ceiling', floor: 'floor', expand: 'up', trunc: 'down', halfCeil: 'half-ceiling', halfFloor: 'half-floor',
  halfExpand: 'half-up', halfTrunc: 'half-down', halfEven: 'half-even',
};
const INCREMENTS = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000];

// SetNumberFormatDigitOptions of ECMA-402.
function digitOptions(options, leastDefault, mostDefault, notation, service) {
  const minimumIntegerDigits = integer(options, 'minimumIntegerDigits', 1, 21, 1);
  let least = options.minimumFractionDigits;
  let most = options.maximumFractionDigits;
  let leastSignificant = options.minimumSignificantDigits;
  let mostSignificant = options.maximumSignificantDigits;
  const roundingIncrement = integer(options, 'roundingIncrement', 1, 5000, 1);
  if (!INCREMENTS.includes(roundingIncrement)) {
    throw new RangeError('roundingIncrement value is out of range.');
  }
  const roundingMode = choice(options, 'roundingMode', Object.keys(ROUNDING), 'halfExpand', service);
  const roundingPriority =
    choice(options, 'roundingPriority', ['auto', 'morePrecision', 'lessPrecision'], 'auto', service);
  const trailingZeroDisplay = choice(options, 'trailingZeroDisplay', ['auto', 'stripIfInteger'], 'auto', service);
  if (roundingIncrement !== 1) mostDefault = leastDefault;
  const digits = { minimumIntegerDigits, roundingIncrement, roundingMode, roundingPriority, trailingZeroDisplay };
  const hasSignificant = leastSignificant !== undefined || mostSignificant !== undefined;
  const hasFraction = least !== undefined || most !== undefined;
  let needSignificant = true;
  let needFraction = true;
  if (roundingPriority === 'auto') {
    needSignificant = hasSignificant;
    if (needSignificant || (!hasFraction && notation === 'compact')) needFraction = false;
  }
  if (needSignificant) {
    if (hasSignificant) {
      digits.minimumSignificantDigits = toNumber(leastSignificant, 1, 21, 'minimumSignificantDigits', 1);
      digits.maximumSignificantDigits =
        toNumber(mostSignificant, digits.minimumSignificantDigits, 21, 'maximumSignificantDigits', 21);
    } else {
      digits.minimumSignificantDigits = 1;
      digits.maximumSignificantDigits = 21;
    }
  }
  if (needFraction) {
    if (hasFraction) {
      least = toNumber(least, 0, 20, 'minimumFractionDigits', undefined);
      most = toNumber(most, 0, 20, 'maximumFractionDigits', undefined);
      if (least === undefined) least = Math.min(leastDefault, most);
      else if (most === undefined) most = Math.max(mostDefault, least);
      else if (least > most) throw new RangeError('maximumFractionDigits value is out of range.');
      digits.minimumFractionDigits = least;
      digits.maximumFractionDigits = most;
    } else {
      digits.minimumFractionDigits = leastDefault;
      digits.maximumFractionDigits = mostDefault;
    }
  }
  if (!needSignificant && !needFraction) digits.compact = true;
  if (roundingIncrement !== 1) {
    if (roundingPriority !== 'auto' || needSignificant) {
      throw new TypeError('roundingIncrement value is invalid.');
    }
    if (digits.maximumFractionDigits !== digits.minimumFractionDigits) {
      throw new RangeError('roundingIncrement value is out of range.');
    }
  }
  return digits;
}

function precision(digits) {
  const { minimumFractionDigits: least, maximumFractionDigits: most } = digits;
  const { minimumSignificantDigits: leastSignificant, maximumSignificantDigits: mostSignificant } = digits;
  let stem = '';
  if (digits.roundingIncrement !== 1) {
    const digitsOf = String(digits.roundingIncrement).padStart(most + 1, '0');
    const point = digitsOf.length - most;
    stem = `precision-increment/${digitsOf.slice(0, point)}${most > 0 ? `.${digitsOf.slice(point)}` : ''}`;
  } else if (!digits.compact) {
    const fraction = least === undefined ? '' : `.${'0'.repeat(least)}${'#'.repeat(most - least)}`;
    const significant = leastSignificant === undefined
      ? '' : '@'.repeat(leastSignificant) + '#'.repeat(mostSignificant - leastSignificant);
    if (fraction !== '' && significant !== '') {
      // Significant digits that were not asked for: 1 to 21.
      stem = `${fraction}/${significant}${digits.roundingPriority === 'morePrecision' ? 'r' : 's'}`;
    } else stem = fraction !== '' ? (fraction === '.' ? 'precision-integer' : fraction) : significant;
  }
  if (stem !== '' && digits.trailingZeroDisplay === 'stripIfInteger') stem += '/w';
  const least0 = digits.minimumIntegerDigits;
  return `${stem}${least0 > 1 ? ` integer-width/+${'0'.repeat(least0)}` : ''} rounding-mode-${ROUNDING[digits.roundingMode]}`;
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,4})?$/i;

// A number, or text for what JSON has no number for, and for decimals longer than a number.
function mathematical(value) {
  if (typeof value === 'object' || typeof value === 'function') {
    if (value !== null) value = toPrimitive(value);
  }
  if (typeof value === 'bigint') return `${value}`;
  if (typeof value === 'string') {
    const trimmed = value.trim();
    if (DECIMAL.test(trimmed) && trimmed.length > 15) return trimmed.replace(/^\+/, '');
  }
  const number = Number(value);
  if (number !== number || number === Infinity || number === -Infinity) return `${number}`;
  return Object.is(number, -0) ? '-0' : number;
}

function toPrimitive(value) {
  if (value[Symbol.toPrimitive] !== undefined) return value[Symbol.toPrimitive]('number');
  const plain = value.valueOf();
  return typeof plain === 'object' ? String(value) : plain;
}

function rangeEnd(value) {
  if (value === undefined) throw new TypeError('start or end is undefined');
  const end = mathematical(value);
  if (end === 'NaN') throw new RangeError('start or end is NaN');
  return `${end}`;
}

const FIELDS = [
  'integer', 'fraction', 'decimal', 'exponentSeparator', 'exponentMinusSign', 'exponentInteger', 'group', 'currency',
  'percentSign', 'perMille', 'sign', 'unit', 'compact', 'approximatelySign',
];

class NumberFormatter {
  #tag;
  #skeleton;
  #resolved;
  #bound;
  // The native part's number of the formatter, 0 for none.
  #number;

  constructor(locales, options) {
    options = toOptions(options, SERVICE);
    matcher(options, SERVICE);
    const nu = keyword(options, 'numberingSystem', SERVICE);
    const locale = resolve(locales, ['nu'], { nu });
    const style = choice(options, 'style', ['decimal', 'percent', 'currency', 'unit'], 'decimal', SERVICE);
    const currency = choice(options, 'currency', undefined, undefined, SERVICE)?.toUpperCase();
    if (currency === undefined) {
      if (style === 'currency') throw new TypeError('Currency code is required with currency style.');
    } else if (!/^[A-Z]{3}$/.test(currency)) throw new RangeError(`Invalid currency code : ${options.currency}`);
    const currencyDisplay =
      choice(options, 'currencyDisplay', ['code', 'symbol', 'narrowSymbol', 'name'], 'symbol', SERVICE);
    const currencySign = choice(options, 'currencySign', ['standard', 'accounting'], 'standard', SERVICE);
    const unit = choice(options, 'unit', undefined, undefined, SERVICE);
    if (unit === undefined) {
      if (style === 'unit') throw new TypeError("Invalid unit argument for Intl.NumberFormat() ''");
    } else if (!isUnit(unit)) throw new RangeError(`Invalid unit argument for Intl.NumberFormat() '${unit}'`);
    const unitDisplay = choice(options, 'unitDisplay', ['short', 'narrow', 'long'], 'short', SERVICE);
    const notation =
      choice(options, 'notation', ['standard', 'scientific', 'engineering', 'compact'], 'standard', SERVICE);
    const currencyDigits = style === 'currency' && notation === 'standard' ? icuOnce('digits', currency) : undefined;
    const digits = digitOptions(
      options, currencyDigits ?? 0, currencyDigits ?? (style === 'percent' ? 0 : 3), notation, SERVICE);
    const compactDisplay = choice(options, 'compactDisplay', ['short', 'long'], 'short', SERVICE);
    const useGrouping = grouping(options.useGrouping, notation === 'compact' ? 'min2' : 'auto');
    const signDisplay =
      choice(options, 'signDisplay', ['auto', 'never', 'always', 'exceptZero', 'negative'], 'auto', SERVICE);

    const accounting = style === 'currency' && currencySign === 'accounting' ? 'accounting-' : '';
    this.#skeleton = [
      { percent: 'percent scale/100', currency: `currency/${currency}`, unit: unit === 'percent' ? 'percent' : `unit/${unit}` }[style],
      style === 'currency' && { code: 'unit-width-iso-code', name: 'unit-width-full-name', narrowSymbol: 'unit-width-narrow' }[currencyDisplay],
      style === 'unit' && { long: 'unit-width-full-name', narrow: 'unit-width-narrow' }[unitDisplay],
      notation === 'compact' ? `compact-${compactDisplay}` : notation !== 'standard' && notation,
      { always: `sign-${accounting}always`, never: 'sign-never', exceptZero: `sign-${accounting}except-zero`,
        negative: `sign-${accounting}negative`, auto: accounting !== '' && 'sign-accounting' }[signDisplay],
      { false: 'group-off', min2: 'group-min2', always: 'group-on-aligned' }[useGrouping],
      precision(digits),
    ].filter(Boolean).join(' ');
    this.#tag = formatTag(locale);
    this.#resolved = {
      locale: locale.locale, numberingSystem: locale.nu, style,
      currency: style === 'currency' ? currency : undefined,
      currencyDisplay: style === 'currency' ? currencyDisplay : undefined,
      currencySign: style === 'currency' ? currencySign : undefined,
      unit: style === 'unit' ? unit : undefined, unitDisplay: style === 'unit' ? unitDisplay : undefined,
      ...shownDigits(digits), useGrouping, notation,
      compactDisplay: notation === 'compact' ? compactDisplay : undefined, signDisplay, ...shownRounding(digits),
    };
  }

  static #part(type, field, value, style) {
    if (field === 0) return value === 'NaN' || /^[^\p{Nd}\p{Nl}\p{No}]+$/u.test(value) && value !== '∞' ? 'nan' : value === '∞' ? 'infinity' : 'integer';
    if (field === 10) return /[+＋]/.test(value) ? 'plusSign' : 'minusSign';
    if (field === 8 && style === 'unit') return 'unit';
    return type;
  }

  #type(field, value) {
    return NumberFormatter.#part(FIELDS[field] ?? 'literal', field, value, this.#resolved.style);
  }

  // A number without a way out, where there is the native part.
  get format() {
    this.#bound ??= { '': (value) => (typeof value === 'number' ? this.#written(value) : undefined) ?? this.#asked(value) }[''];
    return this.#bound;
  }

  #asked(value) { return icu('number', this.#tag, this.#skeleton, mathematical(value)); }

  #written(value) {
    if (exchange.numbers_text === undefined) return undefined;
    // The engine has the function take whole numbers as such.
    this.#number ??= icu('formatter', this.#tag, this.#skeleton) | 0;
    return exchange.numbers_text(this.#number, value);
  }

  formatToParts(value) {
    return parts(icu('number_parts', this.#tag, this.#skeleton, mathematical(value)), (...field) => this.#type(...field));
  }

  formatRange(start, end) {
    return text(icu('number_range', this.#tag, this.#skeleton, rangeEnd(start), rangeEnd(end)));
  }

  formatRangeToParts(start, end) {
    const pieces = icu('number_range', this.#tag, this.#skeleton, rangeEnd(start), rangeEnd(end));
    return parts(pieces, (...field) => this.#type(...field), addSource);
  }

  resolvedOptions() {
    this.#resolved.numberingSystem ??= icu('numbering', this.#tag);
    return present(this.#resolved);
  }
}

export function present(options) {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

const shownDigits = ({ minimumIntegerDigits, minimumFractionDigits, maximumFractionDigits, minimumSignificantDigits,
  maximumSignificantDigits, compact }) => ({
  minimumIntegerDigits,
  minimumSignificantDigits: compact ? 1 : minimumSignificantDigits,
  maximumSignificantDigits: compact ? 2 : maximumSignificantDigits,
  minimumFractionDigits: compact ? 0 : minimumFractionDigits,
  maximumFractionDigits: compact ? 0 : maximumFractionDigits,
});
const shownRounding = ({ roundingIncrement, roundingMode, roundingPriority, trailingZeroDisplay, compact }) => ({
  roundingMode, roundingIncrement, trailingZeroDisplay, roundingPriority: compact ? 'morePrecision' : roundingPriority,
});

function grouping(value, fallback) {
  if (value === undefined) return fallback;
  if (value === true) return 'always';
  if (value === false || value === null || value === 0 || value === '') return false;
  value = String(value);
  if (value === 'true' || value === 'false') return fallback;
  if (!['min2', 'auto', 'always'].includes(value)) {
    throw new RangeError(`Value ${value} out of range for Intl.NumberFormat options property useGrouping`);
  }
  return value;
}

export { NumberFormatter };

const PLURALS = 'Intl.PluralRules';
const ORDER = ['few', 'many', 'one', 'two', 'zero', 'other'];

export class PluralRules {
  #tag;
  #ordinal;
  #skeleton;
  #resolved;

  constructor(locales, options) {
    options = toOptions(options);
    matcher(options, PLURALS);
    const type = choice(options, 'type', ['cardinal', 'ordinal'], 'cardinal', PLURALS);
    const digits = digitOptions(options, 0, 3, 'standard', PLURALS);
    const { base } = resolve(locales, [], {}, PLURALS);
    this.#tag = base;
    this.#ordinal = type === 'ordinal';
    this.#skeleton = precision(digits);
    this.#resolved = { locale: base, type, digits };
  }

  select(value) {
    return icu('plural', this.#tag, this.#ordinal, this.#skeleton, mathematical(Number(value)));
  }

  selectRange(start, end) {
    return icu('plural_range', this.#tag, this.#ordinal, this.#skeleton, rangeEnd(start), rangeEnd(end));
  }

  resolvedOptions() {
    const { locale, type, digits } = this.#resolved;
    const known = icu('plurals', this.#tag, this.#ordinal);
    const pluralCategories = ORDER.filter((name) => known.includes(name));
    return present({ locale, type, ...shownDigits(digits), pluralCategories });
  }
}
