// performance: what does not depend on the clock
const attempt = (f) => { try { return f(); } catch (e) { return [e.name, e.code ?? null, e.code ? e.message : null]; } };
const a = performance.now(); const b = performance.now();
const mark = performance.mark('start', { detail: { a: [1] }, startTime: 5 }); performance.mark('end', { startTime: 12 });
const m = performance.measure('took', 'start', 'end'); const n = performance.measure('given', { start: 1, duration: 2, detail: 'd' }); const o = performance.measure('ends', { start: 'start', end: 20 });
const all = performance.getEntries().map((e) => [e.name, e.entryType, e.startTime, e.duration]);
console.log(mark, m);
performance.clearMarks('start'); performance.clearMeasures();
return [typeof a, b >= a, a >= 0, Math.abs(Date.now() - (performance.timeOrigin + performance.now())) < 1000, mark.toJSON(), [m.duration, n.startTime, n.duration, n.detail, o.duration], all, performance.getEntries().length, performance.getEntriesByName('end').length, performance.getEntriesByType('measure'), attempt(() => performance.measure('x', 'nope')), attempt(() => performance.mark()), attempt(() => performance.mark('x', { startTime: -1 })), attempt(() => new PerformanceEntry()), attempt(() => new PerformanceMark('own', { startTime: 1 }).duration), attempt(() => performance.measure(5)), attempt(() => new Performance()), Object.prototype.toString.call(performance), performance instanceof EventTarget, attempt(() => performance.now.call({})), Object.keys(performance)];
