// PluralRules, RelativeTimeFormat, ListFormat, DisplayNames, Segmenter, Locale, getCanonicalLocales, supportedValuesOf
const out = {};
const attempt = (name, call) => { try { const value = call(); out[name] = value === undefined ? 'undefined' : value; } catch (error) { out[name] = `${error.name}: ${error.message}`; } };
const locales = ['en-US', 'en-GB', 'zh-CN', 'zh-TW', 'de', 'ru', 'ar', 'pl', 'fr', 'ja'];
const numbers = [0, 1, 2, 3, 5, 11, 21, 101, 1.5, 0.5, 1e6, -1, NaN, Infinity];
for (const locale of locales) {
  for (const type of ['cardinal', 'ordinal']) {
    const rules = new Intl.PluralRules(locale, { type });
    attempt(`plural ${locale} ${type}`, () => [numbers.map((n) => rules.select(n)).join(), JSON.stringify(rules.resolvedOptions()), rules.selectRange(1, 2), rules.selectRange(0, 1)]);
  }
  attempt(`plural digits ${locale}`, () => ['1', 1, 1.0, '1.0'].map((n) => new Intl.PluralRules(locale, { minimumFractionDigits: 1 }).select(n)));
  for (const style of ['long', 'short', 'narrow'])
    for (const numeric of ['always', 'auto']) {
      const format = new Intl.RelativeTimeFormat(locale, { style, numeric });
      for (const unit of ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'seconds'])
        attempt(`relative ${locale} ${style} ${numeric} ${unit}`, () => [-2, -1, -0, 0, 1, 2, 1234.5].map((n) => format.format(n, unit)));
      attempt(`relative parts ${locale} ${style} ${numeric}`, () => JSON.stringify([format.formatToParts(-1234567.5, 'days'), format.formatToParts(1, 'day'), format.formatToParts(-2, 'hour')]));
    }
  attempt(`relative resolved ${locale}`, () => JSON.stringify(new Intl.RelativeTimeFormat(locale).resolvedOptions()));
  for (const type of ['conjunction', 'disjunction', 'unit'])
    for (const style of ['long', 'short', 'narrow']) {
      const format = new Intl.ListFormat(locale, { type, style });
      attempt(`list ${locale} ${type} ${style}`, () => [[], ['a'], ['a', 'b'], ['a', 'b', 'c'], ['甲', '乙', '丙', '丁']].map((list) => format.format(list)));
      attempt(`list parts ${locale} ${type} ${style}`, () => JSON.stringify(format.formatToParts(['a', 'b', 'c'])));
    }
  for (const [type, codes] of Object.entries({ language: ['en', 'en-US', 'zh-Hant', 'zh-Hans-CN', 'fr-CA', 'de-AT', 'xx', 'sr-Latn'], region: ['US', 'cn', '419', 'ZZ', 'TW', 'QQ'], script: ['Latn', 'hans', 'Zzzz'], currency: ['USD', 'cny', 'EUR', 'XXX', 'QQQ'], calendar: ['gregory', 'chinese', 'roc', 'nope'], dateTimeField: ['year', 'month', 'weekOfYear', 'weekday', 'day', 'dayPeriod', 'hour', 'timeZoneName', 'era', 'quarter'] }))
    for (const style of ['long', 'short', 'narrow'])
      attempt(`names ${locale} ${type} ${style}`, () => { const names = new Intl.DisplayNames(locale, { type, style, languageDisplay: style === 'narrow' ? 'standard' : 'dialect' }); return codes.map((code) => names.of(code)); });
  attempt(`names none ${locale}`, () => { const names = new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' }); return [String(names.of('QQ')), JSON.stringify(names.resolvedOptions())]; });
}
for (const [type, code] of [['language', 'x y'], ['region', 'USAA'], ['currency', 'US'], ['dateTimeField', 'fortnight'], ['script', 'L'], ['nope', 'a']]) attempt(`names bad ${type}`, () => new Intl.DisplayNames('en', { type }).of(code));
attempt('names missing', () => new Intl.DisplayNames('en'));
attempt('names no type', () => new Intl.DisplayNames('en', {}));
attempt('relative unit', () => new Intl.RelativeTimeFormat('en').format(1, 'fortnight'));
attempt('relative value', () => new Intl.RelativeTimeFormat('en').format(NaN, 'day'));
attempt('list bad', () => new Intl.ListFormat('en').format(['a', 5]));
attempt('list text', () => new Intl.ListFormat('en').format('abc'));
for (const name of ['PluralRules', 'RelativeTimeFormat', 'ListFormat', 'DisplayNames', 'Segmenter', 'Locale']) {
  attempt(`${name} without new`, () => Intl[name]('en'));
  attempt(`${name} members`, () => [Object.getOwnPropertyNames(Intl[name].prototype).sort(), Intl[name].length, Intl[name].name, Object.prototype.toString.call(Intl[name].prototype)]);
}
const texts = ['', 'Hello, world! 3.14 e-mail@x.org don\'t', '我喜欢朝阳区的朝阳。重庆银行行长,长大了!', '👨‍👩‍👧é🇨🇳가각', 'One. Two? 三。四!', '\ud842', 'ภาษาไทย', '東京都に行きました'];
for (const locale of ['en', 'zh-CN', 'ja', 'th'])
  for (const granularity of ['grapheme', 'word', 'sentence']) {
    const segmenter = new Intl.Segmenter(locale, { granularity });
    attempt(`segments ${locale} ${granularity}`, () => texts.map((text) => [...segmenter.segment(text)].map(({ segment, isWordLike }) => segment + (isWordLike ? '+' : '')).join('|')));
    attempt(`containing ${locale} ${granularity}`, () => [-1, 0, 3, 6, 1e9, NaN, undefined].map((at) => JSON.stringify(segmenter.segment(texts[2]).containing(at)) ?? 'undefined'));
  }
attempt('segments', () => { const segments = new Intl.Segmenter('en', { granularity: 'word' }).segment('a b'); const it = segments[Symbol.iterator](); return [String(it), JSON.stringify(it.next()), it[Symbol.iterator]() === it]; });
attempt('segmenter resolved', () => JSON.stringify(new Intl.Segmenter('zh-CN', { granularity: 'word' }).resolvedOptions()));
for (const [tag, options] of [['en'], ['zh-hant-tw'], ['en-Latn-US-u-ca-buddhist-nu-thai-hc-h23-kn-kf-upper-co-phonebk'], ['de', { region: 'AT', calendar: 'gregory', numeric: true }], ['zh', { script: 'Hans' }], ['en-US-x-twain'], ['iw'], ['sl-rozaj-biske-1994'], ['ar-EG'], ['en-u-kn-false'], ['fr', { hourCycle: 'h12', numberingSystem: 'latn', collation: 'eor', caseFirst: 'lower' }]])
  attempt(`locale ${tag} ${JSON.stringify(options)}`, () => { const l = new Intl.Locale(tag, options); return JSON.stringify([String(l), l.baseName, l.language, l.script, l.region, l.calendar, l.collation, l.hourCycle, l.caseFirst, l.numeric, l.numberingSystem, String(l.maximize()), String(l.minimize()), l.calendars, l.hourCycles, l.numberingSystems, l.textInfo, l.weekInfo]); });
attempt('canonical', () => Intl.getCanonicalLocales(['EN-us', 'zh-hans-cn', 'en-US', 'DE-de-u-CO-phonebk', 'iw', 'sr-latn-rs', 'zh-cmn-hans'.slice(0, 2), 'art-lojban'.slice(0, 0) || 'fr', 'en-u-ca-gregorian', 'no', 'sh', 'mo', 'tl', 'cmn']));
for (const tag of ['en-US', 'zh', 'zh-CN', 'de-AT', 'en-u-hc-h23']) attempt(`zones ${tag}`, () => new Intl.Locale(tag).timeZones);
attempt('canonical none', () => Intl.getCanonicalLocales());
attempt('canonical bad', () => Intl.getCanonicalLocales('x_y'));
for (const key of ['calendar', 'collation', 'currency', 'numberingSystem', 'timeZone', 'unit']) attempt(`values ${key}`, () => { const list = Intl.supportedValuesOf(key); return key === 'timeZone' ? [list.length > 400, list.includes('Asia/Shanghai')] : list; });
attempt('values nope', () => Intl.supportedValuesOf('nope'));
attempt('case', () => ['istanbul', 'ISTANBUL', 'ß', 'ΑΣ'].map((text) => [text.toLocaleUpperCase('tr'), text.toLocaleLowerCase('tr'), text.toLocaleUpperCase(), text.toLocaleLowerCase('en-US'), text.toLocaleUpperCase('de')]));
return out;
