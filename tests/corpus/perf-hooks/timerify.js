// performance.timerify: entries of calls, of constructors, of promises; histograms; what the wrapper looks like
const { PerformanceObserver, createHistogram, performance } = require('perf_hooks');
const out = [];
const t = (name, attempt) => {
  try { out.push([name, attempt()]); } catch (e) { out.push([name, e.name, e.code, e.message]); }
};
const seen = [];
const observer = new PerformanceObserver((list) => {
  for (const e of list.getEntries()) seen.push([e.name, e.entryType, e.detail, e[0], e[1], e.duration >= 0, e.constructor.name, Object.keys(e.toJSON())]);
});
observer.observe({ entryTypes: ['function'] });
const histogram = createHistogram();
function sum(a, b) { return [this?.base, a + b]; }
const timed = performance.timerify(sum, { histogram });
t('call', () => timed.call({ base: 5 }, 1, 2));
t('shape', () => [timed.name, timed.length, Object.getOwnPropertyDescriptor(timed, 'name'), Object.getOwnPropertyDescriptor(timed, 'length')]);
t('construct', () => { const Timed = performance.timerify(class Point { constructor(x) { this.x = x; } }); const p = new Timed(4); return [p, p.constructor.name]; });
t('class called', () => performance.timerify(class Point {})());
t('throws', () => performance.timerify(() => { throw new RangeError('inside'); })());
const slow = performance.timerify(async function slow(ms) { await new Promise((resolve) => { setTimeout(resolve, ms); }); return ms; });
out.push(await slow(3));
const failing = performance.timerify(async function failing() { throw new Error('later'); });
out.push(await failing().catch((e) => e.message));
t('twice', () => performance.timerify(timed) === performance.timerify(timed));
for (const bad of [undefined, 1, {}, 'f']) t(`no function ${typeof bad}`, () => performance.timerify(bad));
for (const bad of [1, {}, '']) t(`no histogram ${typeof bad}`, () => performance.timerify(sum, { histogram: bad }));
t('options', () => performance.timerify(sum, 3));
await new Promise((resolve) => { setTimeout(resolve, 5); });
out.push(seen, histogram.count);
return out;
