// Date in the server's zone (--tz), as Node has it. The engine knows the zone's offsets, from the C library, and is wrong
// where it turns local time into UTC: it takes the offset that holds when UTC has that time, not the zone, and so is an
// hour off for some hours after each change of clocks.

import { apply, defineProperty, host, stringify } from './host.js';

const EngineDate = Date;
const { prototype } = EngineDate;
const { UTC } = EngineDate;
const { getTime, setTime, getTimezoneOffset, getUTCDay, getUTCFullYear, setUTCFullYear } = prototype;
const construct = Reflect.construct;
const MINUTE = 60_000;
const DAY = 86_400_000;
// The end of 32 bits of seconds.
const LAST_EPOCH = 2_147_483_647_000;

const offsetAt = (time) => -apply(getTimezoneOffset, new EngineDate(time), []) * MINUTE;

// Local time to UTC. In a gap, and where a time comes twice, the offset before the change counts.
function fromLocal(local) {
  const before = offsetAt(local - DAY);
  const after = offsetAt(local + DAY);
  if (before === after) return local - before;
  const early = local - before;
  if (offsetAt(early) === before) return early;
  const late = local - after;
  return offsetAt(late) === after ? late : early;
}

const zone = host('z["default_zone"]');
const fixed = zone === 'UTC';

// --- The name of the zone in toString, which the engine leaves out ---

// Before 1970 and after 2037, V8 takes the name of the same day in a year from 2008 on that has the same calendar.
function recent(time) {
  if (time >= 0 && time <= LAST_EPOCH) return time;
  const date = new EngineDate(time);
  const year = apply(getUTCFullYear, date, []);
  const first = new EngineDate(0);
  apply(setUTCFullYear, first, [year, 0, 1]);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const equivalent = (leap ? 1956 : 1967) + ((apply(getUTCDay, first, []) * 12) % 28);
  apply(setUTCFullYear, date, [2008 + ((equivalent + 84 - 2008) % 28)]);
  return apply(getTime, date, []);
}
const nameAt = fixed
  ? () => 'Coordinated Universal Time'
  : (time) => host('z' + stringify(['zone_name', zone, recent(time)]));
const define = (name, value) => defineProperty(prototype, name, { value, writable: true, configurable: true, enumerable: false });
for (const name of ['toString', 'toTimeString']) {
  const original = prototype[name];
  define(name, {
    [name]() {
      const text = apply(original, this, []);
      const time = apply(getTime, this, []);
      return time !== time ? text : `${text} (${nameAt(time)})`;
    },
  }[name]);
}

// --- Local time to UTC ---

if (!fixed) {
  // Seven arguments at most; fewer than two are no local time.
  const fromFields = (values) => {
    const local = UTC(...values);
    return local !== local ? NaN : fromLocal(local);
  };

  const parse = EngineDate.parse;
  // What the engine read as local time, it read with the offset at `local`: only then is there something to mend.
  const parseLocal = (text) => {
    const time = parse(text);
    if (time !== time) return time;
    const here = offsetAt(time);
    if (offsetAt(time - DAY) === here && offsetAt(time + DAY) === here) return time;
    for (const suffix of ['Z', ' UTC']) {
      const local = parse(text + suffix);
      if (local === local && local !== time && local - offsetAt(local) === time) return fromLocal(local);
    }
    return time;
  };

  const LocalDate = function Date(...values) {
    if (new.target === undefined) return apply(prototype.toString, new EngineDate(), []);
    if (values.length > 1) values = [fromFields(values)];
    else if (values.length === 1) {
      let [value] = values;
      if (typeof value === 'object' && value !== null && !(value instanceof EngineDate)) value = primitive(value);
      if (typeof value === 'string') value = parseLocal(value);
      values = [value];
    }
    return construct(EngineDate, values, new.target);
  };
  const primitive = (value) => {
    const { [Symbol.toPrimitive]: convert } = value;
    if (convert !== undefined && convert !== null) return apply(convert, value, ['default']);
    const plain = value.valueOf();
    return typeof plain === 'object' && plain !== null ? value.toString() : plain;
  };
  defineProperty(LocalDate, 'length', { value: 7, configurable: true });
  defineProperty(LocalDate, 'prototype', { value: prototype, writable: false });
  for (const name of ['now', 'UTC']) defineProperty(LocalDate, name, Object.getOwnPropertyDescriptor(EngineDate, name));
  defineProperty(LocalDate, 'parse', {
    value: { parse(text) { return parseLocal(`${text}`); } }.parse, writable: true, configurable: true, enumerable: false,
  });
  define('constructor', LocalDate);
  defineProperty(globalThis, 'Date', { value: LocalDate, writable: true, configurable: true, enumerable: false });

  // A setter is its UTC twin on local time.
  const invalid = (value) => value !== value;
  for (const unit of ['Milliseconds', 'Seconds', 'Minutes', 'Hours', 'Date', 'Month', 'FullYear']) {
    const setUtc = prototype[`setUTC${unit}`];
    const name = `set${unit}`;
    const { [name]: mended } = {
      [name](...values) {
        const time = apply(getTime, this, []);
        const shifted = new EngineDate(invalid(time) ? NaN : time + offsetAt(time));
        if (invalid(time) && unit === 'FullYear') apply(setTime, shifted, [0]);
        const local = apply(setUtc, shifted, values);
        return apply(setTime, this, [invalid(time) && unit !== 'FullYear' ? NaN : invalid(local) ? NaN : fromLocal(local)]);
      },
    };
    defineProperty(mended, 'length', { value: setUtc.length, configurable: true });
    define(name, mended);
  }
}
