// Date in the server's zone (--tz), as Node has it: texts are read as V8 reads them, and toString names the zone. The engine
// knows the zone's offsets, from the C library.

import { FORMATS } from './dateformats.js';
import { LAST_TIME, parseDate } from './dateparser.js';
import { apply, defineProperty, host, regExpExec, stringify } from './host.js';
import { wrapDate } from './unmendeddate.js';

const EngineDate = Date;
const { prototype } = EngineDate;
const { setReader } = EngineDate;
const { getTime, getTimezoneOffset, getUTCDay, getUTCFullYear, setUTCFullYear } = prototype;
const { max, min } = Math;
const MINUTE = 60_000;
const DAY = 86_400_000;
// The end of 32 bits of seconds.
const LAST_EPOCH = 2_147_483_647_000;

let zone = host('z["default_zone"]');
let fixed = zone === 'UTC';

// That of a run, whose offsets the engine knows by then.
export function useZone(name) {
  zone = name;
  fixed = name === 'UTC';
}

const offsetAt = (time) =>
  -apply(getTimezoneOffset, new EngineDate(max(-LAST_TIME, min(time, LAST_TIME))), []) * MINUTE;

// Local time to UTC. In a gap, and where a time comes twice, the offset before the change counts.
function fromLocal(local) {
  if (fixed || local !== local) return local;
  const before = offsetAt(local - DAY);
  const after = offsetAt(local + DAY);
  if (before === after) return local - before;
  const early = local - before;
  if (offsetAt(early) === before) return early;
  const late = local - after;
  return offsetAt(late) === after ? late : early;
}

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
const nameAt = (time) => (fixed ? 'Coordinated Universal Time' : host('z' + stringify(['zone_name', zone, recent(time)])));
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

// --- From text ---

// The standard's format never comes here; what is undefined the engine reads by itself.
const read = (text) => (apply(regExpExec, FORMATS, [text]) !== null ? undefined : parseDate(text, fromLocal));

if (setReader === undefined) wrapDate({ fixed, offsetAt, fromLocal });
else {
  delete EngineDate.setReader;
  setReader(read);
}
