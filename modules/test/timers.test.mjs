// The runtime's timers on a clock of our own.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';

// What host.js finds in the engine; timers.js then replaces setTimeout and its family in this process.
let monotonic = 0;
globalThis.call_python = () => undefined;
const saved = { performance: globalThis.performance, dateNow: Date.now };
Object.defineProperty(globalThis, 'performance', { value: { now: () => monotonic }, configurable: true, writable: true });
const names = ['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate'];
const node = Object.fromEntries(names.map((name) => [name, globalThis[name]]));
const { anyPending, delay, fireTimer } = await import('../../executor/isolate/runtime/timers.js');
const ours = Object.fromEntries(names.map((name) => [name, globalThis[name]]));
Object.assign(globalThis, node);
globalThis.performance = saved.performance;

afterEach(() => { Date.now = saved.dateNow; });

for (const step of [-3_600_000, 3_600_000]) {
  test(`a wall clock that steps by ${step / 1000} s neither delays nor fires a timer`, () => {
    const fired = [];
    const wall = saved.dateNow();
    Date.now = () => wall;
    ours.setTimeout(() => fired.push('later'), 20);
    ours.setTimeout(() => fired.push('sooner'), 10);
    Date.now = () => wall + step;
    assert.equal(delay(), 10);
    fireTimer(monotonic);
    assert.deepEqual(fired, []);
    monotonic += 10;
    fireTimer(monotonic);
    assert.deepEqual(fired, ['sooner']);
    assert.equal(delay(), 10);
    monotonic += 10;
    fireTimer(monotonic);
    assert.deepEqual(fired, ['sooner', 'later']);
    assert.equal(anyPending(), false);
  });
}

test('what keeps the loop waiting is what is referenced', () => {
  const timer = ours.setTimeout(() => {}, 5);
  const immediate = ours.setImmediate(() => {});
  assert.equal(anyPending(), true);
  timer.unref();
  assert.equal(anyPending(), true);
  immediate.unref();
  assert.equal(anyPending(), false);
  assert.equal(delay(), 5);
  timer.ref();
  assert.equal(anyPending(), true);
  ours.clearTimeout(timer);
  assert.equal(anyPending(), false);
  assert.equal(delay(), Infinity);
});

test('a timer does not fire a fraction of a millisecond early', () => {
  let fired = false;
  ours.setTimeout(() => { fired = true; }, 1);
  monotonic += 0.9;
  fireTimer(monotonic);
  assert.equal(fired, false);
  monotonic += 0.2;
  fireTimer(monotonic);
  assert.equal(fired, true);
});
