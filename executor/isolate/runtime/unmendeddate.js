// Date on an engine that is not mended (PyPI's dukpy, engine/mends.py): it reads texts by rules of its own and is wrong where it
// turns local time into UTC. So another function stands in front of it, which only it may construct for, and setters are
// mended one by one.

import { FORMATS, ZONED } from './dateformats.js';
import { parseDate } from './dateparser.js';
import { ENGINE_CONSTRUCTORS, apply, defineProperty, getOwnPropertyDescriptor, regExpExec } from './host.js';

const EngineDate = Date;
const { parse: engineParse, prototype, UTC } = EngineDate;
const { getTime, setTime, toString } = prototype;
const { construct } = Reflect;

const isOf = (format, text) => apply(regExpExec, format, [text]) !== null;
const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

// What `new Date(object)` asks an object for.
function primitive(object) {
  const convert = object[Symbol.toPrimitive];
  if (convert !== undefined && convert !== null) {
    const value = apply(convert, object, ['default']);
    if (!isObject(value)) return value;
  } else {
    const { valueOf } = object;
    const value = typeof valueOf === 'function' ? apply(valueOf, object, []) : object;
    if (!isObject(value)) return value;
    const { toString: toText } = object;
    const text = typeof toText === 'function' ? apply(toText, object, []) : object;
    if (!isObject(text)) return text;
  }
  throw new TypeError('Cannot convert object to primitive value');
}

// The instant of a Date, whatever its prototype; undefined of any other object.
function timeOf(object) {
  try {
    return apply(getTime, object, []);
  } catch {
    return undefined;
  }
}

// What follows is for a zone: `fixed` says that it is UTC, `offsetAt` and `fromLocal` are those of date.js.
export function wrapDate({ fixed, offsetAt, fromLocal }) {
  function parse(text) {
    if (!isOf(FORMATS, text)) return parseDate(text, fromLocal);
    if (fixed || isOf(ZONED, text)) return engineParse(text);
    return fromLocal(engineParse(text + (text[10] === 'T' ? 'Z' : ' UTC')));
  }

  // The one argument of `new Date`, as the engine may have it.
  function readable(value) {
    if (typeof value === 'string') return parse(value);
    return isObject(value) ? timeOf(value) ?? readable(primitive(value)) : value;
  }

  const RuntimeDate = function Date(...values) {
    const target = new.target;
    if (target === undefined) return apply(toString, new EngineDate(), []);
    const { length } = values;
    if (length === 0) return target === RuntimeDate ? new EngineDate() : construct(EngineDate, values, target);
    const value = length === 1 ? readable(values[0]) : fromLocal(apply(UTC, undefined, values));
    return target === RuntimeDate ? new EngineDate(value) : construct(EngineDate, [value], target);
  };
  replaceBy(RuntimeDate, parse);
  if (!fixed) ['Milliseconds', 'Seconds', 'Minutes', 'Hours', 'Date', 'Month', 'FullYear'].forEach((unit) => mendSetter(unit, offsetAt, fromLocal));
}

const define = (owner, name, value) =>
  defineProperty(owner, name, { value, writable: true, configurable: true, enumerable: false });

function replaceBy(RuntimeDate, parse) {
  defineProperty(RuntimeDate, 'length', { value: 7, configurable: true });
  defineProperty(RuntimeDate, 'prototype', { value: prototype, writable: false });
  for (const name of ['now', 'UTC']) defineProperty(RuntimeDate, name, getOwnPropertyDescriptor(EngineDate, name));
  define(RuntimeDate, 'parse', { parse(text) { return parse(`${text}`); } }.parse);
  define(prototype, 'constructor', RuntimeDate);
  define(globalThis, 'Date', RuntimeDate);
  ENGINE_CONSTRUCTORS.add(RuntimeDate);
}

// A setter is its UTC twin on local time.
function mendSetter(unit, offsetAt, fromLocal) {
  const setUtc = prototype[`setUTC${unit}`];
  const name = `set${unit}`;
  const { [name]: mended } = {
    [name](...values) {
      const time = apply(getTime, this, []);
      const invalid = time !== time;
      const shifted = new EngineDate(invalid ? NaN : time + offsetAt(time));
      if (invalid && unit === 'FullYear') apply(setTime, shifted, [0]);
      const local = apply(setUtc, shifted, values);
      return apply(setTime, this, [invalid && unit !== 'FullYear' ? NaN : fromLocal(local)]);
    },
  };
  defineProperty(mended, 'length', { value: setUtc.length, configurable: true });
  define(prototype, name, mended);
}
