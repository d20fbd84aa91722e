// Clocks that stand, for a run that is deterministic: they show its start time, and move to the time of a timer that is next.
// The engine itself shows them (engine/include/clock.h), so that whoever took a reference to a clock has it, too.

import { useZone } from './date.js';
import { apply, host, stringify } from './host.js';
import { canonicalZone, setDefaultZone } from './intl/date.js';

const EngineDate = Date;
// PyPI's engine has neither: the server refuses the run.
const { setClock, setZone } = EngineDate;
delete EngineDate.setClock;
delete EngineDate.setZone;

// What performance.now of the engine, and so process.hrtime, begins at; the host knows it, too (run.py).
const BEGIN = 1_000_000;
// 100 years of 365.25 days: offsets of the console are nanoseconds of 64 bits.
const END = BEGIN + 3_155_760_000_000;

let ahead = 0;
let stands = false;

export const clocksStand = () => stands;

// From here on they show `start`, in milliseconds since 1970. `zone` is empty where it is the server's.
export function stand({ start, zone }) {
  stands = true;
  ahead = start - BEGIN;
  setClock(BEGIN, ahead, END);
  if (zone === '') return;
  const offsets = host('z' + stringify(['zone_offsets', zone]));
  const name = canonicalZone(zone);
  apply(setZone, EngineDate, [offsets]);
  useZone(name);
  setDefaultZone(name);
}

// On the clock of `monotonic`. Throws a RangeError beyond the end.
export function moveTo(time) {
  setClock(time, ahead, END);
}
