// Node's own milestones, the use of the event loop, what the numbers say of each other
const perf_hooks = require('perf_hooks');
const { performance, constants } = perf_hooks;
const { nodeTiming, eventLoopUtilization } = performance;
const out = [];
const t = (name, attempt) => {
  try { out.push([name, attempt()]); } catch (e) { out.push([name, e.name, e.code, e.message]); }
};
t('constants', () => [constants, Object.getOwnPropertyDescriptor(perf_hooks, 'constants').configurable, Object.keys(perf_hooks)]);
t('timing', () => [Object.keys(nodeTiming), Object.keys(nodeTiming.toJSON()), nodeTiming.name, nodeTiming.entryType, nodeTiming.startTime,
  Object.values(nodeTiming.toJSON()).map((v) => typeof v), nodeTiming instanceof PerformanceEntry, nodeTiming.constructor.name]);
await new Promise((resolve) => { setTimeout(resolve, 20); });
t('loop', () => [nodeTiming.loopStart > 0, nodeTiming.loopExit, nodeTiming.idleTime > 0, nodeTiming.duration > nodeTiming.loopStart]);
const first = eventLoopUtilization();
await new Promise((resolve) => { setTimeout(resolve, 30); });
const waited = eventLoopUtilization(first);
t('waited', () => [waited.idle > 15, waited.active > 0, waited.utilization < 0.6]);
const second = eventLoopUtilization();
for (const until = performance.now() + 20; performance.now() < until;);
const worked = eventLoopUtilization(second);
t('worked', () => [worked.idle, worked.active > 15, worked.utilization]);
t('between', () => Object.values(eventLoopUtilization({ idle: 10, active: 5 }, { idle: 4, active: 3 })));
t('json', () => Object.keys(performance.toJSON()));
t('measures', () => [performance.measure('all', 'nodeStart').startTime === nodeTiming.nodeStart,
  performance.measure('boot', 'nodeStart', 'bootstrapComplete').duration === nodeTiming.bootstrapComplete - nodeTiming.nodeStart]);
t('mark', () => performance.mark('nodeStart'));
t('clear', () => performance.clearMarks('loopStart'));
t('construct', () => new Performance());
t('this', () => Object.getOwnPropertyDescriptor(Performance.prototype, 'timeOrigin').get.call({}));
const kept = performance;
performance = undefined;
t('replaced', () => [typeof globalThis.performance, perf_hooks.performance === kept, typeof kept.now()]);
return out;
