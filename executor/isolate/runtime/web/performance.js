// performance: the clock of a run, marks and measures. What Node measures of itself (nodeTiming, observers) is absent.

import { apply, defineProperty } from '../host.js';
import { now, timeOrigin } from './clock.js';
import { DOMException } from './dom-exception.js';
import { coded, illegalConstructor, invalidType, missing } from './errors.js';
import { EventTarget } from './event-target.js';
import { INSPECT, defineGlobal, enumerable, expose, show } from './interface.js';
import { structuredClone } from './structured-clone.js';

const { construct } = Reflect;
const CREATE = Symbol('create');
const detailOf = (detail) => (detail === undefined || detail === null ? null : structuredClone(detail));

class PerformanceEntry {
  #fields;

  constructor(key = undefined, fields = undefined) {
    if (key !== CREATE) throw illegalConstructor();
    this.#fields = fields;
  }

  static #of(entry) {
    if (typeof entry !== 'object' || entry === null || !(#fields in entry)) throw invalidType('this', 'an instance of PerformanceEntry', entry);
    return entry.#fields;
  }

  get name() { return PerformanceEntry.#of(this).name; }

  get entryType() { return PerformanceEntry.#of(this).entryType; }

  get startTime() { return PerformanceEntry.#of(this).startTime; }

  get duration() { return PerformanceEntry.#of(this).duration; }

  [INSPECT](depth, options) {
    return show(this.constructor.name, this.toJSON(), depth, options);
  }

  toJSON() {
    return { ...PerformanceEntry.#of(this) };
  }
}
enumerable(PerformanceEntry.prototype, ['name', 'entryType', 'startTime', 'duration', 'toJSON']);
defineGlobal('PerformanceEntry', PerformanceEntry);

class PerformanceMark extends PerformanceEntry {
  #detail;

  constructor(name, options = undefined) {
    if (arguments.length === 0) throw missing('name');
    name = `${name}`;
    if (options !== undefined && options !== null && typeof options !== 'object') {
      throw invalidType('options', 'of type object', options);
    }
    const startTime = options?.startTime ?? now();
    if (typeof startTime !== 'number') throw invalidType('startTime', 'of type number', startTime);
    if (startTime < 0) {
      throw coded(TypeError, 'ERR_PERFORMANCE_INVALID_TIMESTAMP', `${startTime} is not a valid timestamp`);
    }
    const detail = detailOf(options?.detail);
    super(CREATE, { name, entryType: 'mark', startTime, duration: 0 });
    this.#detail = detail;
  }

  get detail() { return this.#detail; }

  toJSON() {
    return { ...super.toJSON(), detail: this.#detail };
  }
}
expose(PerformanceMark, ['detail']);

class PerformanceMeasure extends PerformanceEntry {
  #detail;

  constructor(key = undefined, fields = undefined, detail = undefined) {
    super(key, fields);
    this.#detail = detail;
  }

  get detail() { return this.#detail; }

  toJSON() {
    return { ...super.toJSON(), detail: this.#detail };
  }
}
Object.defineProperty(PerformanceMeasure, 'length', { value: 0 });
expose(PerformanceMeasure, ['detail']);

const byStart = (a, b) => a.startTime - b.startTime;
const invalidMeasure = (reason) => coded(TypeError, 'ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS', reason);

class Performance extends EventTarget {
  #marks = new Map();
  #entries = [];

  constructor(key = undefined) {
    if (key !== CREATE) throw illegalConstructor();
    super();
  }

  static #check(performance) {
    if (typeof performance !== 'object' || performance === null || !(#marks in performance)) {
      throw invalidType('this', 'an instance of Performance', performance);
    }
  }

  [INSPECT](depth, options) {
    return show('Performance', { timeOrigin: this.timeOrigin }, depth, options);
  }

  #clear(type, name) {
    this.#entries = this.#entries.filter((entry) => (
      entry.entryType !== type || (name !== undefined && entry.name !== `${name}`)
    ));
  }

  clearMarks(name = undefined) {
    Performance.#check(this);
    if (name === undefined) this.#marks.clear();
    else this.#marks.delete(`${name}`);
    this.#clear('mark', name);
  }

  clearMeasures(name = undefined) {
    Performance.#check(this);
    this.#clear('measure', name);
  }

  clearResourceTimings(name = undefined) {
    Performance.#check(this);
    this.#clear('resource', name);
  }

  getEntries() {
    Performance.#check(this);
    return [...this.#entries].sort(byStart);
  }

  getEntriesByName(name, type = undefined) {
    Performance.#check(this);
    if (arguments.length === 0) throw missing('name');
    return this.getEntries().filter((entry) => (
      entry.name === `${name}` && (type === undefined || entry.entryType === `${type}`)
    ));
  }

  getEntriesByType(type) {
    Performance.#check(this);
    if (arguments.length === 0) throw missing('type');
    return this.getEntries().filter((entry) => entry.entryType === `${type}`);
  }

  mark(name, options = {}) {
    Performance.#check(this);
    if (arguments.length === 0) throw missing('name');
    const mark = new PerformanceMark(name, options);
    this.#marks.set(mark.name, mark.startTime);
    this.#entries.push(mark);
    return mark;
  }

  #time(mark) {
    if (typeof mark === 'number') {
      if (mark < 0) throw coded(TypeError, 'ERR_PERFORMANCE_INVALID_TIMESTAMP', `${mark} is not a valid timestamp`);
      return mark;
    }
    const time = this.#marks.get(`${mark}`);
    if (time === undefined) {
      throw new DOMException(`The "${mark}" performance mark has not been set`, 'SyntaxError');
    }
    return time;
  }

  #span(options, endMark) {
    const named = typeof options === 'object' && (options.start !== undefined || options.end !== undefined);
    const { start, end, duration } = named ? options : {};
    if (named && endMark !== undefined) throw invalidMeasure('endMark must not be specified');
    if (start !== undefined && end !== undefined && duration !== undefined) {
      throw invalidMeasure('Must not have options.start, options.end, and options.duration specified');
    }
    let to = now();
    if (endMark !== undefined) to = this.#time(endMark);
    else if (end !== undefined) to = this.#time(end);
    else if (start !== undefined && duration !== undefined) to = this.#time(start) + this.#time(duration);
    let from = 0;
    if (typeof options === 'string') from = this.#time(options);
    else if (start !== undefined) from = this.#time(start);
    else if (duration !== undefined) from = to - this.#time(duration);
    return { startTime: from, duration: to - from };
  }

  measure(name, startOrMeasureOptions = {}, endMark = undefined) {
    Performance.#check(this);
    if (arguments.length === 0) throw missing('name');
    if (typeof name !== 'string') throw invalidType('name', 'of type string', name);
    const { startTime, duration } = this.#span(startOrMeasureOptions ?? {}, endMark);
    const detail = detailOf(startOrMeasureOptions?.detail);
    const measure = new PerformanceMeasure(CREATE, { name, entryType: 'measure', startTime, duration }, detail);
    this.#entries.push(measure);
    return measure;
  }

  now() {
    Performance.#check(this);
    return now();
  }

  get timeOrigin() {
    Performance.#check(this);
    return timeOrigin();
  }

  // Nobody can observe what it measures: what is left is the function.
  timerify(fn) {
    if (typeof fn !== 'function') throw invalidType('fn', 'of type function', fn);
    const timerified = function (...args) {
      return new.target === undefined ? apply(fn, this, args) : construct(fn, args, fn);
    };
    defineProperty(timerified, 'name', { value: `timerified ${fn.name}`, configurable: true });
    defineProperty(timerified, 'length', { value: fn.length, configurable: true });
    return timerified;
  }

  // As on Node's main thread before its loop runs.
  eventLoopUtilization() { return { idle: 0, active: 0, utilization: 0 }; }

  toJSON() {
    Performance.#check(this);
    return { timeOrigin: timeOrigin() };
  }
}

expose(Performance, [
  'clearMarks', 'clearMeasures', 'clearResourceTimings', 'getEntries', 'getEntriesByName', 'getEntriesByType', 'mark',
  'measure', 'now', 'timeOrigin', 'toJSON',
]);
defineGlobal('performance', new Performance(CREATE), true);
