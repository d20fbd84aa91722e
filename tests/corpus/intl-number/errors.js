// What Intl.NumberFormat refuses, and its shape
const out = {};
const attempt = (name, call) => { try { const value = call(); out[name] = value === undefined ? 'undefined' : value; } catch (error) { out[name] = `${error.name}: ${error.message}`; } };
for (const option of [{ style: 'x' }, { style: 'currency' }, { style: 'currency', currency: 'US' }, { style: 'unit' }, { style: 'unit', unit: 'parsec' }, { minimumFractionDigits: 101 }, { maximumFractionDigits: -1 }, { minimumFractionDigits: 5, maximumFractionDigits: 2 }, { minimumIntegerDigits: 0 }, { minimumSignificantDigits: 22 }, { notation: 'y' }, { currencyDisplay: 'z' }, { signDisplay: 'q' }, { useGrouping: 'often' }, { roundingMode: 'up' }, { roundingIncrement: 3 }, { numberingSystem: '!' }, { localeMatcher: 'w' }, { compactDisplay: 'x', notation: 'compact' }])
  attempt(JSON.stringify(option), () => new Intl.NumberFormat('en', option).format(1));
for (const locale of ['', 'e', 'en_US', 'a-b-c', 5, null, {}, [], ['en', 7], true, 'i-klingon', 'en-u', 'x-private'])
  attempt(`locale ${JSON.stringify(locale)}`, () => new Intl.NumberFormat(locale).resolvedOptions().locale);
attempt('null options', () => new Intl.NumberFormat('en', null));
attempt('without new', () => Intl.NumberFormat('en') instanceof Intl.NumberFormat);
attempt('tag', () => `${new Intl.NumberFormat()} ${Intl} ${Intl.NumberFormat.name} ${Intl.NumberFormat.length}`);
attempt('supported', () => Intl.NumberFormat.supportedLocalesOf(['en-US', 'xx', 'zh-TW', 'de-DE-u-nu-latn', 'tlh']));
attempt('this', () => Number.prototype.toLocaleString.call('5'));
attempt('BigInt this', () => BigInt.prototype.toLocaleString.call(5));
attempt('members', () => Object.getOwnPropertyNames(Intl.NumberFormat.prototype).sort());
attempt('Intl members', () => Object.getOwnPropertyNames(Intl).filter((name) => !['v8BreakIterator', 'DurationFormat'].includes(name)).sort());
return out;
