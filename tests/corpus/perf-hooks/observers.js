// PerformanceObserver: who hears of what and when, one type or several, buffered entries, refusals
const { PerformanceObserver, performance, PerformanceObserverEntryList } = require('perf_hooks');
const { inspect } = require('util');
const log = [];
const t = (name, attempt) => {
  try { log.push([name, attempt()]); } catch (e) { log.push([name, e.name, e.code, e.message]); }
};
const names = (entries) => entries.map((e) => `${e.entryType} ${e.name}`);
const turn = () => new Promise((resolve) => { setTimeout(resolve, 5); });
function observer(tag) {
  return new PerformanceObserver((list, self) => {
    log.push([tag, names(list.getEntries()), names(list.getEntriesByType('mark')), names(list.getEntriesByName('a')),
      names(list.getEntriesByName('a', 'measure')), self instanceof PerformanceObserver, String(list)]);
  });
}
t('types', () => [PerformanceObserver.supportedEntryTypes, Object.isFrozen(PerformanceObserver.supportedEntryTypes)]);
const marks = observer('marks');
const both = observer('both');
performance.mark('early', { startTime: 3 });
marks.observe({ type: 'mark' });
both.observe({ entryTypes: ['measure', 'mark', 'nothing'] });
performance.mark('b', { startTime: 20 });
performance.mark('a', { startTime: 10 });
performance.measure('a', 'a', 'b');
log.push('not yet');
await turn();
t('records', () => {
  performance.mark('a', { startTime: 1 });
  return [names(marks.takeRecords()), names(marks.takeRecords())];
});
await turn();
const buffered = observer('buffered');
buffered.observe({ type: 'mark', buffered: true });
await turn();
marks.disconnect();
both.disconnect();
performance.mark('unheard');
await turn();
t('shown', () => inspect(marks));
t('depth', () => inspect({ o: { o: { o: buffered } } }));
t('observe nothing', () => marks.observe({}));
t('both ways', () => marks.observe({ type: 'mark', entryTypes: ['mark'] }));
t('no array', () => marks.observe({ entryTypes: 'mark' }));
t('unknown type', () => observer('x').observe({ type: 'longtask' }));
t('other way', () => { const o = observer('y'); o.observe({ type: 'gc' }); o.observe({ entryTypes: ['gc'] }); });
t('another way', () => { const o = observer('z'); o.observe({ entryTypes: ['http', 'dns', 'net'] }); o.observe({ type: 'gc' }); });
t('no callback', () => new PerformanceObserver());
t('list', () => new PerformanceObserverEntryList());
t('globals', () => ['PerformanceEntry', 'PerformanceMark', 'PerformanceMeasure', 'PerformanceObserver', 'Performance',
  'PerformanceObserverEntryList', 'PerformanceResourceTiming'].map((n) => [n, require('perf_hooks')[n] === globalThis[n]]));
performance.clearMarks();
performance.clearMeasures();
t('cleared', () => performance.getEntries().length);
return log;
