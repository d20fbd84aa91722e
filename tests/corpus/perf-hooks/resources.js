// Resource timings: marked by hand, kept up to a limit, an event when there are too many
const { performance, PerformanceObserver } = require('perf_hooks');
const { inspect } = require('util');
const out = [];
const t = (name, attempt) => {
  try { out.push([name, attempt()]); } catch (e) { out.push([name, e.name, e.code, e.message]); }
};
const timing = (startTime) => ({
  startTime, redirectStartTime: 1, redirectEndTime: 2, postRedirectStartTime: 3, finalServiceWorkerStartTime: 4,
  finalNetworkRequestStartTime: 5, finalNetworkResponseStartTime: 6, endTime: startTime + 10, encodedBodySize: 100, decodedBodySize: 200,
  finalConnectionTimingInfo: { domainLookupStartTime: 7, domainLookupEndTime: 8, connectionStartTime: 9, connectionEndTime: 10,
    secureConnectionStartTime: 11, ALPNNegotiatedProtocol: 'h2' },
});
const mark = (n, cache = '') => performance.markResourceTiming(timing(n), `https://example.com/${n}`, 'fetch', globalThis, cache);
t('entry', () => inspect(mark(5)));
t('json', () => JSON.stringify(mark(4, 'local')));
t('cache', () => mark(1, 'other'));
t('sorted', () => performance.getEntriesByType('resource').map((e) => e.name));
const heard = [];
performance.addEventListener('resourcetimingbufferfull', (event) => heard.push(['listener', event.type, event.isTrusted]));
performance.onresourcetimingbufferfull = () => {
  heard.push(['handler', performance.getEntriesByType('resource').length]);
  if (heard.length > 4) performance.setResourceTimingBufferSize(10);
};
const observer = new PerformanceObserver((list) => heard.push(['observed', list.getEntries().length]));
observer.observe({ type: 'resource' });
performance.setResourceTimingBufferSize(3);
for (let n = 10; n < 15; n++) mark(n);
t('kept', () => performance.getEntriesByType('resource').length);
await new Promise((resolve) => { setTimeout(resolve, 10); });
t('after', () => performance.getEntriesByType('resource').map((e) => e.startTime));
performance.clearResourceTimings('https://example.com/10');
t('cleared one', () => performance.getEntriesByType('resource').length);
performance.clearResourceTimings();
t('cleared', () => performance.getEntries().length);
for (const size of [undefined, -1, 'a', 2 ** 33, 1.5, 1n]) t(`size ${String(size)}`, () => performance.setResourceTimingBufferSize(size));
t('no size', () => performance.setResourceTimingBufferSize());
t('construct', () => new PerformanceResourceTiming());
out.push(heard);
return out;
