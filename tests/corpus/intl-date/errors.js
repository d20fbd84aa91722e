// What Intl.DateTimeFormat refuses; zones and their spellings; its shape
const out = {};
const attempt = (name, call) => { try { const value = call(); out[name] = value === undefined ? 'undefined' : value; } catch (error) { out[name] = `${error.name}: ${error.message}`; } };
for (const option of [{ dateStyle: 'x' }, { dateStyle: 'full', year: 'numeric' }, { timeStyle: 'short', hour: 'numeric' }, { year: 'long' }, { month: 'x' }, { hourCycle: 'h13' }, { timeZone: 'Nowhere/City' }, { timeZone: '' }, { fractionalSecondDigits: 4 }, { fractionalSecondDigits: 0 }, { calendar: '!' }, { calendar: 'nope' }, { timeZoneName: 'x' }, { weekday: 'numeric' }, { formatMatcher: 'x' }, { localeMatcher: 'x' }, { timeZone: 'GMT+8' }, { timeZone: 'EST5EDT' }, { dayPeriod: 'x' }])
  attempt(JSON.stringify(option), () => new Intl.DateTimeFormat('en', { timeZone: 'UTC', ...option }).format(0));
for (const timeZone of ['utc', 'GMT', 'Etc/UTC', 'Etc/GMT', 'asia/shanghai', 'PRC', 'Asia/Calcutta', 'Asia/Kolkata', 'US/Eastern', 'Europe/Kiev', 'Europe/Kyiv', 'Etc/GMT+5', 'EST', 'Zulu', 'Asia/Chongqing', 'America/Buenos_Aires', 'Pacific/Kanton', 'CET', 'Etc/UCT', 'UCT', 'GMT0', 'Etc/Greenwich'])
  attempt(timeZone, () => new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone);
for (const value of [NaN, Infinity, 'x', 8.64e15 + 1, {}]) attempt(`format ${value}`, () => new Intl.DateTimeFormat('en', { timeZone: 'UTC' }).format(value));
attempt('date style for time', () => new Date(0).toLocaleTimeString('en', { dateStyle: 'full' }));
attempt('time style for date', () => new Date(0).toLocaleDateString('en', { timeStyle: 'full' }));
attempt('both', () => new Date(0).toLocaleString('en', { timeZone: 'UTC', dateStyle: 'full', timeStyle: 'short' }));
attempt('invalid', () => [new Date(NaN).toLocaleString(), new Date(NaN).toLocaleDateString('zh'), new Date(NaN).toLocaleTimeString()]);
attempt('range', () => new Intl.DateTimeFormat('en').formatRange(0));
attempt('range NaN', () => new Intl.DateTimeFormat('en').formatRange(0, NaN));
attempt('without new', () => Intl.DateTimeFormat('en') instanceof Intl.DateTimeFormat);
attempt('default', () => JSON.stringify(new Intl.DateTimeFormat().resolvedOptions()));
attempt('members', () => Object.getOwnPropertyNames(Intl.DateTimeFormat.prototype).sort());
attempt('bound', () => [0, 1e12].map(new Intl.DateTimeFormat('en-US', { timeZone: 'UTC' }).format));
attempt('now', () => new Intl.DateTimeFormat('en', { year: 'numeric' }).format().length);
return out;
