// formatToParts, formatRange, formatRangeToParts, resolvedOptions and text values of Intl.NumberFormat
const out = {};
const parts = (list) => list.map(({ type, value, source }) => `${type}:${value}${source ? `@${source}` : ''}`).join(' ');
const options = [
  undefined, { style: 'percent', maximumFractionDigits: 2 }, { style: 'currency', currency: 'USD' }, { style: 'currency', currency: 'CNY', currencySign: 'accounting' }, { style: 'currency', currency: 'EUR', currencyDisplay: 'name' },
  { style: 'unit', unit: 'kilometer-per-hour' }, { style: 'unit', unit: 'percent' }, { style: 'unit', unit: 'day', unitDisplay: 'long' }, { notation: 'compact' }, { notation: 'compact', compactDisplay: 'long' }, { notation: 'scientific' }, { signDisplay: 'always' }, { minimumSignificantDigits: 3 },
  { notation: 'compact', style: 'currency', currency: 'USD' }, { roundingMode: 'floor', trailingZeroDisplay: 'stripIfInteger' }, { useGrouping: false }, { useGrouping: 'min2', minimumIntegerDigits: 3 }, { minimumFractionDigits: 1 }, { maximumFractionDigits: 1 }, { style: 'currency', currency: 'JPY' },
];
for (const locale of ['en-US', 'en-GB', 'zh-CN', 'zh-TW', 'de', 'ar-EG'])
  for (const option of options) {
    const format = new Intl.NumberFormat(locale, option);
    const key = `${locale} ${JSON.stringify(option)}`;
    out[`${key} parts`] = [1234567.891, -0.5, 0, NaN, -Infinity, 1e-9].map((value) => parts(format.formatToParts(value)));
    out[`${key} range`] = [[3, 5], [1.2, 1.2], [1000, 2e6], [-3, 4]].map(([a, b]) => format.formatRange(a, b));
    // Node gives an invisible mark of direction to another part there.
    if (locale !== 'ar-EG') out[`${key} range parts`] = parts(format.formatRangeToParts(1, 2000));
    out[`${key} resolved`] = JSON.stringify(format.resolvedOptions());
  }
const plain = new Intl.NumberFormat('en-US', { maximumFractionDigits: 20 });
for (const text of ['123456789012345678901234567890.123456789', '0x10', '1e3', ' 12 ', '', 'abc', '-0', '1e-30', '.5', '5.', '+7', 'Infinity', '12n']) out[`text ${text}`] = plain.format(text);
for (const value of [null, undefined, true, [5], ['a'], {}, { valueOf: () => 42 }, new Date(5)]) out[`value ${typeof value} ${JSON.stringify(value)}`] = plain.format(value);
out.array = [1234.5, null, undefined, 'a', new Date(0), [1e6, 2]].toLocaleString('de-DE', { timeZone: 'UTC' });
out.typed = new Float64Array([1234.5, 0.25]).toLocaleString('de-DE', { minimumFractionDigits: 2 });
out.map = [1e6, 2.5].map(new Intl.NumberFormat('en-US').format);
return out;
