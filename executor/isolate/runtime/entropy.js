// Randomness that siblings do not share.
//
// All isolates are forked from one warm interpreter, so any random state from before the fork is everybody's. While
// modules load, drawing throws: a module that would keep a random value from its load (and so give the same one to
// every script) fails the warmup with its name instead. lodash and others keep a reference to Math.random at load
// time, so it is replaced before any module is evaluated.

import { defineProperty } from './host.js';

// Until `freeze`, which comes before the first module: a fixed sequence, for what the runtime's own packages may draw.
let [a, b, c, counter] = [1, 2, 3, 4];

function draw32() {
  // sfc32 (Chris Doty-Humphrey, PractRand): small, fast, passes BigCrush; not for secrets, as Math.random never is.
  const t = (((a + b) | 0) + counter) | 0;
  counter = (counter + 1) | 0;
  a = b ^ (b >>> 9);
  b = (c + (c << 3)) | 0;
  c = (c << 21) | (c >>> 11);
  c = (c + t) | 0;
  return t >>> 0;
}

export const FROZEN = 'randomness is not available while modules load: every isolate would share the value';

// Nothing may be drawn: modules load.
export const isFrozen = () => counter === undefined;

export function freeze() {
  counter = undefined;
}

export function seed(words) {
  [a, b, c, counter] = [words[0], words[1], words[2], words[3]];
}

const { random } = {
  random() {
    if (counter === undefined) throw new Error(FROZEN);
    // 53 bits, as V8 gives.
    return ((draw32() >>> 5) * 67108864 + (draw32() >>> 6)) / 9007199254740992;
  },
};
defineProperty(Math, 'random', { value: random, writable: true, configurable: true, enumerable: false });
