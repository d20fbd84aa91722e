// Histograms: buckets, percentiles, what exceeds them, adding, refusals, clones
const { createHistogram, monitorEventLoopDelay } = require('perf_hooks');
const { inspect } = require('util');
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const told = (h) => [inspect(h), JSON.stringify(h), [0.1, 10, 33.3, 50, 99, 100].map((p) => h.percentile(p))];
function filled(options, count = 2000) {
  const histogram = createHistogram(options);
  let value = 7;
  for (let i = 0; i < count; i++) {
    value = (value * 48271) % 2147483647;
    histogram.record(value % (Number(options.highest ?? 1e9) + 3) + 1);
  }
  return histogram;
}
t('empty', () => told(createHistogram()));
t('one', () => { const h = createHistogram(); h.record(12345); return told(h); });
for (const options of [{}, { highest: 100 }, { highest: 1e6, figures: 1 }, { lowest: 1000, highest: 1e9 },
  { lowest: 7, highest: 12345, figures: 2 }, { lowest: 1024, highest: 2 ** 40, figures: 5 }]) {
  t(JSON.stringify(options), () => told(filled(options, options.figures === 5 ? 200 : 2000)));
}
t('large', () => {
  const h = createHistogram({ lowest: 1n, highest: 2n ** 62n, figures: 4 });
  for (let power = 0n; power < 62n; power += 3n) h.record(2n ** power + power);
  return [h.maxBigInt, h.minBigInt, h.exceedsBigInt, h.countBigInt, h.percentileBigInt(50), h.percentileBigInt(100),
    ...h.percentilesBigInt.values()].map(String);
});
t('added', () => {
  const all = createHistogram({ highest: 5000 });
  all.add(filled({ highest: 900 }));
  all.add(filled({ highest: 4000, figures: 2 }, 50));
  const before = told(all);
  all.reset();
  return [before, told(all)];
});
t('exceeds', () => { const h = createHistogram({ highest: 10 }); [9, 10, 11, 5000].forEach((v) => h.record(v)); return told(h); });
for (const value of [0, -1, 1.5, '3', undefined, 2 ** 53, 0n, -4n, 2n ** 63n]) {
  t(`record ${inspect(value)}`, () => createHistogram().record(value));
}
for (const options of [null, 5, { lowest: 0 }, { highest: 1 }, { lowest: 9n, highest: 10n }, { figures: 6 }, { figures: '3' }]) {
  t(`options ${inspect(options)}`, () => createHistogram(options));
}
for (const p of [0, -1, 101, NaN, '50']) t(`percentile ${p}`, () => createHistogram().percentile(p));
t('add nothing', () => createHistogram().add({}));
t('construct', () => new (createHistogram().constructor)());
t('clone', () => {
  const h = filled({ highest: 500 }, 10);
  const clone = structuredClone({ h }).h;
  clone.record(77);
  return [h.count, clone.count, clone.constructor.name, inspect(clone) === inspect(h)];
});
t('delta', () => { const h = createHistogram(); h.recordDelta(); const first = h.count; h.recordDelta(); return [first, h.count, h.max >= 0]; });
const delay = monitorEventLoopDelay({ resolution: 2 });
t('delay', () => [delay.enable(), delay.enable(), delay.count, delay.constructor.name, inspect(delay, { depth: -1 })]);
await new Promise((resolve) => { setTimeout(resolve, 40); });
t('delayed', () => [delay.count > 0, delay.min > 0, delay.disable(), delay.disable()]);
for (const options of [null, { resolution: 0 }, { resolution: '1' }]) t(`monitor ${inspect(options)}`, () => monitorEventLoopDelay(options));
return out;
