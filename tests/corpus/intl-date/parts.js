// formatToParts, formatRange, formatRangeToParts and resolvedOptions of Intl.DateTimeFormat
const out = {};
const parts = (list) => list.map(({ type, value, source }) => `${type}:${value}${source ? `@${source}` : ''}`).join(' ');
const options = [
  undefined, { dateStyle: 'full', timeStyle: 'full' }, { dateStyle: 'short' }, { timeStyle: 'short' }, { year: 'numeric', month: 'short', day: 'numeric' }, { hour: 'numeric', minute: '2-digit' }, { hour: '2-digit', hour12: false }, { weekday: 'short', era: 'short', timeZoneName: 'longOffset' }, { second: 'numeric', fractionalSecondDigits: 2 }, { month: 'long', year: 'numeric' }, { dayPeriod: 'long', hour: 'numeric' }, { calendar: 'chinese', dateStyle: 'long' }, { hour: 'numeric', hourCycle: 'h11' }, { year: '2-digit', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false },
];
const [a, b, c] = [Date.UTC(2024, 2, 1, 8, 5), Date.UTC(2024, 2, 1, 20, 30), Date.UTC(2025, 0, 15, 1)];
for (const locale of ['en-US', 'en-GB', 'zh-CN', 'zh-TW', 'de'])
  for (const option of options) {
    const format = new Intl.DateTimeFormat(locale, { timeZone: 'Asia/Shanghai', ...option });
    const key = `${locale} ${JSON.stringify(option)}`;
    out[`${key} parts`] = parts(format.formatToParts(a));
    out[`${key} range`] = [format.formatRange(a, a), format.formatRange(a, b), format.formatRange(a, c), format.formatRange(c, a)];
    out[`${key} range parts`] = [parts(format.formatRangeToParts(a, b)), parts(format.formatRangeToParts(a, a))];
    out[`${key} resolved`] = JSON.stringify(format.resolvedOptions());
  }
for (const locale of ['ja-JP', 'th-TH', 'ar-EG', 'fa-IR', 'zh-CN-u-ca-chinese-nu-hanidec', 'en-u-hc-h23', 'en-u-hc-h23-ca-buddhist', 'xx', 'zh', 'zh-Hant', 'en-AU'])
  for (const option of [{}, { hour: 'numeric' }, { hour: 'numeric', hour12: true }, { hour: 'numeric', hourCycle: 'h24' }, { dateStyle: 'medium' }, { timeStyle: 'short', hour12: false }])
    out[`resolved ${locale} ${JSON.stringify(option)}`] = JSON.stringify(new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...option }).resolvedOptions());
return out;
