// The event loop, in Node's order. A round: timers that are due, responses, immediates. After each single callback all
// ticks, then all microtasks, again until there are none, and then what was rejected without anybody to handle it.

import { deliverAnswer, isAnswer } from './calls.js';
import { forget as forgetPrinted } from './console.js';
import { awaited, deliver, forget as forgetRequests, inFlight } from './egress.js';
import { runJobs } from './engine.js';
import { announce, reportRejections } from './failures.js';
import { host, monotonic } from './host.js';
import { clocksStand, moveTo } from './standing.js';
import {
  anyImmediate, anyPending, anyTick, delay, fireTimer, forget as forgetTimers, runTicks, takeImmediates,
} from './timers.js';
import { addWait, startLoop } from './web/clock.js';

// Whether the heap's limit is raised, as it is for a report (isolate.py).
let roomy = false;

function scriptsTurn() {
  if (!roomy) return;
  roomy = false;
  host('l');
}

function drain() {
  for (;;) {
    if (anyTick()) {
      scriptsTurn();
      runTicks();
    }
    const rejected = runJobs();
    roomy = true;
    if (anyTick()) continue;
    if (rejected !== true) return;
    // What a script's own listener is called for.
    reportRejections();
  }
}

function runTimers(settled) {
  const now = monotonic();
  while (!settled() && delay() === 0) {
    scriptsTurn();
    if (!fireTimer(now)) return;
    drain();
  }
}

function runImmediates(settled) {
  const next = takeImmediates();
  for (scriptsTurn(); !settled() && next(); scriptsTurn()) drain();
}

// Where clocks stand: until a request has its answer, whatever else there is, or else to the next timer. So what a script sees depends
// on the order of answers alone, and not on how long one took.
function pollStanding() {
  while (awaited() > 0) {
    roomy = false;
    const response = host('wInfinity');
    if (response === undefined || !deliver(response)) continue;
    return drain();
  }
  const wait = delay();
  if (!anyImmediate() && wait > 0 && wait < Infinity) moveTo(monotonic() + wait);
}

// Until the next timer is due or a response is there.
function poll() {
  if (clocksStand()) return pollStanding();
  const requests = inFlight() > 0;
  const wait = anyImmediate() ? 0 : delay();
  if (wait === 0 && !requests) return undefined;
  roomy = false;
  const begun = monotonic();
  const response = host('w' + wait);
  addWait(monotonic() - begun);
  if (response === undefined) return undefined;
  if (isAnswer(response)) deliverAnswer(response);
  else deliver(response);
  return drain();
}

const isIdle = () => !anyPending() && (clocksStand() ? awaited() : inFlight()) === 0;

// A script that waits for what nothing can bring about is told, as Node tells it, and may begin anew; true when it is over.
function lastTurns(settled) {
  scriptsTurn();
  announce('beforeExit');
  drain();
  if (settled()) return true;
  if (!isIdle()) return false;
  scriptsTurn();
  announce('exit');
  // Of what that began only promises have a turn: a process would be gone.
  runJobs();
  roomy = true;
  return true;
}

// Runs until `settled()`. False when nothing is left that could bring that about.
export function run(settled) {
  drain();
  startLoop();
  while (!settled()) {
    runTimers(settled);
    if (settled()) break;
    if (isIdle() && lastTurns(settled)) return settled();
    poll();
    runImmediates(settled);
  }
  return true;
}

// What an earlier run in this isolate left behind ended with it.
export function forget() {
  forgetTimers();
  forgetRequests();
  forgetPrinted();
  roomy = false;
}
