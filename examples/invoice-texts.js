// Writes the texts of one invoice in the reader's language: amounts, dates, plurals and lists as people there write them,
// with names in the order of their phone book. For mails and documents that go to several countries.
const texts = {
  'en-GB': { items: { one: 'item', other: 'items' }, due: 'due', for: 'for' },
  'de-DE': { items: { one: 'Posten', other: 'Posten' }, due: 'fällig', for: 'für' },
  'zh-CN': { items: { other: '项' }, due: '到期日', for: '收件人' },
};

function write({ locale, currency, timeZone }) {
  const words = texts[locale];
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const count = input.lines.length;
  const plural = new Intl.PluralRules(locale).select(count);
  // The same instant may be another day there.
  return {
    locale,
    total: money.format(input.lines.reduce((sum, { quantity, price }) => sum + quantity * price, 0)),
    count: `${count.toLocaleString(locale)} ${words.items[plural]}`,
    due: `${words.due} ${date.format(new Date(input.due))}`,
    for: `${words.for} ${list.format(input.people.toSorted((a, b) => a.localeCompare(b, locale)))}`,
  };
}

return input.readers.map(write);
