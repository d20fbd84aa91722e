// The clock of a run. The engine counts from its own start, long before the job; Node from the start of the program.

import { monotonic } from '../host.js';

const { now: wallClock } = Date;
let origin = 0;
let engineOrigin = monotonic();
// Of the loop: when its first turn came, on the engine's clock, and the milliseconds that it waited.
let loopBegun = -1;
let waited = 0;

export function startClock() {
  origin = wallClock();
  engineOrigin = monotonic();
  loopBegun = -1;
  waited = 0;
}

export function startLoop() {
  if (loopBegun === -1) loopBegun = monotonic();
}

export const addWait = (milliseconds) => { waited += milliseconds; };
export const loopStart = () => loopBegun;
export const idleTime = () => waited;

// Milliseconds since the run began, and the wall clock's milliseconds then.
export const now = () => monotonic() - engineOrigin;
export const timeOrigin = () => origin;
export const engineTimeOrigin = () => engineOrigin;
