// The clock of a run. The engine counts from its own start, long before the job; Node from the start of the program.

import { monotonic } from '../host.js';

const { now: wallClock } = Date;
let origin = 0;
let engineOrigin = monotonic();

export function startClock() {
  origin = wallClock();
  engineOrigin = monotonic();
}

// Milliseconds since the run began, and the wall clock's milliseconds then.
export const now = () => monotonic() - engineOrigin;
export const timeOrigin = () => origin;
