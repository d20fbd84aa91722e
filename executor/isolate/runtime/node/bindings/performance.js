// Clocks and numbers of performance. Collections of garbage, sockets and the like are observed by nobody: they happen outside, or
// cannot be told, so observers of theirs are counted and never called.

import numbers from './performance.json';
import { idleTime, engineTimeOrigin, loopStart, now, timeOrigin } from '../../web/clock.js';

export { Histogram, createELDHistogram } from './histogram.js';
export { idleTime as loopIdleTime, now };

const { defineProperty } = Object;

export const constants = {};
for (const [group, enumerable] of [['gc', true], ['entryTypes', false], ['milestones', false]]) {
  for (const name in numbers[group]) defineProperty(constants, name, { value: numbers[group][name], enumerable });
}

// Nanoseconds on the clock of process.hrtime(). What Node does before a program begins is done before there is a run.
const { milestones: places } = numbers;
const begun = () => engineTimeOrigin() * 1e6;
const MILESTONES = {
  NODE_PERFORMANCE_MILESTONE_TIME_ORIGIN_TIMESTAMP: () => timeOrigin() * 1e3,
  NODE_PERFORMANCE_MILESTONE_LOOP_START: () => (loopStart() === -1 ? -1 : loopStart() * 1e6),
  NODE_PERFORMANCE_MILESTONE_LOOP_EXIT: () => -1,
};
export const milestones = { __proto__: null };
for (const name in places) defineProperty(milestones, places[name], { get: MILESTONES[name] ?? begun });

export const observerCounts = new Uint32Array(5);
export const setupObservers = () => {};
export const installGarbageCollectionTracking = () => {};
export const removeGarbageCollectionTracking = () => {};
export const uvMetricsInfo = () => [0, 0, 0];
