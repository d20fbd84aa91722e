// generated pairs of texts in several languages and with every option; halves of pairs and long texts among them
let seed = 20261130;
const random = (n) => { seed = (Math.imul(seed, 1103515245) + 12345) >>> 0; return (seed >>> 8) % n; };
const pick = (list) => list[random(list.length)];
const PIECES = [...'abcxyzABCXYZ0129 -_.,!ßøåäöüéñçÅÄÖ', 'e\u0301', 'a\u030a', 'ch', 'll', 'dž', '张', '李', '王', '中文', 'あ', 'カ', 'ｶ', 'я', 'Я', 'ё', 'א', '😀', '\u200d', '\u00ad', '\u0000', '10', '9', 'æ', 'œ', 'Æ', 'İ', 'ı', 'ﬁ'];
const text = () => Array.from({ length: random(7) }, () => pick(PIECES)).join('');
const LOCALES = [undefined, 'en', 'de', 'sv', 'es', 'es-u-co-trad', 'zh-CN', 'zh-u-co-stroke', 'ja', 'tr', 'cs', 'da'];
const OPTIONS = [undefined, { sensitivity: 'base' }, { sensitivity: 'accent' }, { sensitivity: 'case' }, { numeric: true }, { caseFirst: 'upper' }, { ignorePunctuation: true }, { usage: 'search' }, { numeric: true, sensitivity: 'base', caseFirst: 'lower' }];
const sign = (n) => (n < 0 ? '<' : n > 0 ? '>' : '=');
const out = {};
for (const locale of LOCALES) {
  for (const options of OPTIONS) {
    const { compare } = new Intl.Collator(locale, options);
    let found = '';
    for (let i = 0; i < 60; i++) {
      const a = text();
      const b = i % 4 === 0 ? a + pick(PIECES) : i % 9 === 0 ? a.normalize(pick(['NFC', 'NFD'])) : text();
      found += sign(compare(a, b));
      if (sign(a.localeCompare(b, locale, options)) !== found.at(-1)) found += '!';
    }
    out[`${locale} ${JSON.stringify(options)}`] = found;
  }
}
const sorted = Array.from({ length: 400 }, text).sort((a, b) => a.localeCompare(b));
const isSorted = (list, compare) => list.every((each, i) => i === 0 || compare(list[i - 1], each) <= 0);
const long = 'x'.repeat(5000);
const half = (i) => 'ab\ud83d'.slice(0, 2 + i % 2) + i;
const halves = Array.from({ length: 50 }, (_, i) => half(i * 7 % 50)).sort(new Intl.Collator('en').compare);
return {
  out,
  sorted: [isSorted(sorted, (a, b) => a.localeCompare(b)), isSorted(sorted.toReversed(), (a, b) => b.localeCompare(a))],
  long: [long.localeCompare(`${long}y`), `${long}y`.localeCompare(long), long.localeCompare(`${long}`), `${long}b`.localeCompare(`${long}A`), 'y'.localeCompare(long)].map(sign),
  halves: isSorted(halves, new Intl.Collator('en').compare),
  odd: [[1, 10], [null, 'null'], [undefined, 'undefined'], [{ toString: () => 'a' }, 'b']].map(([a, b]) => sign(new Intl.Collator().compare(a, b))),
  names: ['Zoë', 'zoe', 'Ana', 'ana', 'Ängström', 'Angstrom', 'résumé', 'resume', 'Resume', 'Résumé'].toSorted(new Intl.Collator('de').compare),
};
