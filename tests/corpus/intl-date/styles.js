// Intl.DateTimeFormat over styles, fields, hour cycles, zones and locales; toLocale*String of dates
const times = [0, 1e12, Date.UTC(2024, 0, 1, 0, 5, 9), Date.UTC(2024, 1, 29, 12, 0, 0, 987), Date.UTC(2024, 6, 4, 23, 59, 59), Date.UTC(1900, 4, 6, 7, 8, 9), Date.UTC(-5, 0, 1), 8.64e15];
const styles = ['full', 'long', 'medium', 'short'];
const options = [
  undefined, {}, ...styles.map((dateStyle) => ({ dateStyle })), ...styles.map((timeStyle) => ({ timeStyle })),
  { dateStyle: 'full', timeStyle: 'long' }, { dateStyle: 'short', timeStyle: 'short' }, { dateStyle: 'medium', timeStyle: 'medium', hour12: false }, { timeStyle: 'short', hour12: true }, { timeStyle: 'medium', hourCycle: 'h23' }, { timeStyle: 'short', hourCycle: 'h11' },
  { year: 'numeric' }, { year: '2-digit', month: '2-digit', day: '2-digit' }, { year: 'numeric', month: 'long' }, { year: 'numeric', month: 'short', day: 'numeric' }, { weekday: 'long' }, { weekday: 'short', month: 'narrow', day: 'numeric' }, { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' }, { era: 'short' }, { era: 'long', year: 'numeric' }, { month: 'long' }, { month: '2-digit', day: '2-digit' },
  { hour: 'numeric' }, { hour: '2-digit' }, { hour: '2-digit', minute: '2-digit' }, { hour: 'numeric', minute: '2-digit', second: '2-digit' }, { hour: 'numeric', minute: 'numeric', hour12: false }, { hour: '2-digit', minute: '2-digit', hour12: true }, { hour: 'numeric', hourCycle: 'h24' }, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, { minute: '2-digit', second: '2-digit' }, { minute: 'numeric' },
  { hour: 'numeric', dayPeriod: 'long' }, { dayPeriod: 'short' }, { second: 'numeric', fractionalSecondDigits: 3 }, { fractionalSecondDigits: 1 },
  ...['short', 'long', 'shortOffset', 'longOffset', 'shortGeneric', 'longGeneric'].map((timeZoneName) => ({ timeZoneName, hour: 'numeric', minute: 'numeric' })), { timeZoneName: 'short' },
  { calendar: 'chinese' }, { calendar: 'buddhist', dateStyle: 'long' }, { calendar: 'japanese', dateStyle: 'full' }, { numberingSystem: 'hanidec' }, { calendar: 'roc', year: 'numeric', month: 'long', day: 'numeric' },
];
const out = {};
for (const locale of [undefined, 'en-US', 'en-GB', 'zh-CN', 'zh-TW', 'de-DE', 'ja-JP', 'fr-FR', 'ar-EG', 'th', 'en-US-u-hc-h23', 'zh-CN-u-ca-chinese'])
  for (const option of options)
    for (const timeZone of ['UTC', 'Asia/Shanghai', 'America/New_York']) {
      const format = new Intl.DateTimeFormat(locale, { timeZone, ...option });
      out[`${locale} ${timeZone} ${JSON.stringify(option)}`] = times.map((time) => format.format(time)).join('|');
    }
for (const locale of [undefined, 'en-US', 'en-GB', 'zh-CN', 'zh-TW', 'de-DE', 'ja-JP'])
  for (const option of [undefined, { timeZone: 'Asia/Tokyo' }, { hour: '2-digit' }, { month: 'long' }, { timeZoneName: 'short' }])
    for (const name of ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString'])
      out[`${name} ${locale} ${JSON.stringify(option)}`] = times.map((time) => new Date(time)[name](locale, option)).join('|');
return out;
