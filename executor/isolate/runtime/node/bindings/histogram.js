// HdrHistogram, which Node has in C: values fall into buckets whose width is a share of the value (`figures` decimal digits).
// Node's has an array of all buckets, 360 KB for the usual options; here only those exist that something fell into.

import { monotonic } from '../../host.js';
import { throwCoded } from '../errors.js';

const LONGEST = 2n ** 63n - 1n;
const bitsOf = (value) => value.toString(2).length;

export class Histogram {
  #highest;
  #unit;
  // Bits of a bucket's number within its power of two.
  #half;
  #mask;
  // First value of a bucket → how many fell into it.
  #counts;
  #total;
  #exceeds;
  #min;
  #max;
  #before;

  constructor(lowest, highest, figures) {
    this.#unit = bitsOf(BigInt(lowest)) - 1;
    this.#highest = BigInt(highest);
    this.#half = Math.ceil(Math.log2(2 * 10 ** figures)) - 1;
    this.#mask = (2n ** BigInt(this.#half + 1) - 1n) << BigInt(this.#unit);
    this.reset();
  }

  reset() {
    this.#counts = new Map();
    this.#total = 0;
    this.#exceeds = 0;
    this.#min = LONGEST;
    this.#max = 0n;
    this.#before = 0;
  }

  #shift(value) { return BigInt(bitsOf(value | this.#mask) - this.#half - 1); }

  #first(value) { return (value >> this.#shift(value)) << this.#shift(value); }

  #last(value) { return this.#first(value) + (1n << this.#shift(value)) - 1n; }

  #middle(value) { return this.#first(value) + ((1n << this.#shift(value)) >> 1n); }

  #insert(value, count) {
    if (value > this.#highest) return false;
    const first = this.#first(value);
    this.#counts.set(first, (this.#counts.get(first) ?? 0) + count);
    if (value > this.#max) this.#max = value;
    if (value < this.#min && value !== 0n) this.#min = value;
    return true;
  }

  #take(value) {
    if (this.#insert(value, 1)) this.#total++;
    else this.#exceeds++;
  }

  record(value) {
    const whole = BigInt(value);
    if (whole < 1n || whole > LONGEST) throwCoded(RangeError, 'ERR_OUT_OF_RANGE', 'value is out of range');
    this.#take(whole);
  }

  // The nanoseconds since the last call.
  recordDelta() {
    const now = monotonic() * 1e6;
    if (this.#before > 0) this.#take(BigInt(Math.trunc(now - this.#before)));
    this.#before = now;
  }

  add(other) {
    this.#total += other.#total;
    this.#exceeds += other.#exceeds;
    if (other.#before > this.#before) this.#before = other.#before;
    for (const { 0: value, 1: count } of other.#counts) this.#insert(value, count);
  }

  count() { return this.#total; }

  countBigInt() { return BigInt(this.#total); }

  exceeds() { return this.#exceeds; }

  exceedsBigInt() { return BigInt(this.#exceeds); }

  minBigInt() {
    if (this.#counts.has(0n)) return 0n;
    return this.#min === LONGEST ? LONGEST : this.#first(this.#min);
  }

  maxBigInt() { return this.#max === 0n ? 0n : this.#last(this.#max); }

  min() { return Number(this.minBigInt()); }

  max() { return Number(this.maxBigInt()); }

  // What is in the buckets: all but what was added from another that reached further.
  #held() {
    let held = 0;
    for (const count of this.#counts.values()) held += count;
    return held;
  }

  #ascending() { return [...this.#counts].sort((a, b) => (a[0] < b[0] ? -1 : 1)); }

  mean() {
    let sum = 0n;
    for (const { 0: value, 1: count } of this.#counts) sum += this.#middle(value) * BigInt(count);
    return Number(sum) / this.#held();
  }

  stddev() {
    const mean = this.mean();
    let sum = 0;
    for (const { 0: value, 1: count } of this.#ascending()) sum += (Number(this.#middle(value)) - mean) ** 2 * count;
    return Math.sqrt(sum / this.#held());
  }

  percentileBigInt(percentile) {
    const wanted = Math.max(1, Math.trunc(percentile / 100 * this.#held() + 0.5));
    let passed = 0;
    for (const { 0: value, 1: count } of this.#ascending()) {
      passed += count;
      if (passed >= wanted) return this.#last(value);
    }
    return 0n;
  }

  percentile(percentile) { return Number(this.percentileBigInt(percentile)); }

  percentilesBigInt(map) {
    const all = this.#held();
    let passed = 0;
    let wanted = 0;
    let at = 0n;
    for (const { 0: value, 1: count } of this.#ascending()) {
      passed += count;
      at = value;
      while (wanted <= 100 * passed / all) {
        map.set(wanted, value);
        // What comes after the last value is the last entry's alone.
        if (passed === all) break;
        // Half of the rest to 100, each time it has been reached.
        const halves = Math.trunc(Math.log(100 / (100 - wanted)) / Math.log(2)) + 1;
        wanted += 100 / 2 ** halves;
      }
    }
    map.set(100, at);
  }

  percentiles(map) {
    this.percentilesBigInt(map);
    for (const { 0: key, 1: value } of map) map.set(key, Number(value));
  }
}

// What monitorEventLoopDelay() stands on: how late a timer of its own comes.
class DelayHistogram extends Histogram {
  #resolution;
  #timer;

  constructor(resolution) {
    super(1, 3.6e12, 3);
    this.#resolution = resolution;
  }

  start(reset) {
    if (this.#timer !== undefined) return;
    if (reset) this.reset();
    this.#timer = setInterval(() => this.recordDelta(), this.#resolution).unref();
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
export const createELDHistogram = (resolution) => new DelayHistogram(resolution);
