// long texts by the rules of languages: differences at their ends and at their beginnings, empty and ignorable ones, options
const x = 'ab c\u00e9 \u4e2d\ud83d\ude00'.repeat(400);
const pairs = [[x, x + 'd'], [x + 'd', x], [x, x.slice(0, -2) + 'e'], ['', x], [x, ''], ['A' + x, 'a' + x], [x + 'co-op', x + 'coop'], ['\u00e9' + x, 'e\u0301' + x], [x + 'a\ud800', x + 'a'], ['\u0000'.repeat(3000), ''], ['\u0000'.repeat(3000), 'a'], [x.toUpperCase(), x], [x + '10', x + '9'], ['short', x], [x, 'short']];
const out = [];
for (const [locale, options] of [['en'], ['de', { sensitivity: 'base' }], ['sv', { caseFirst: 'upper' }], ['zh-CN', { numeric: true }], ['fr', { ignorePunctuation: true }], ['en', { usage: 'search', sensitivity: 'accent' }]]) {
  const { compare } = new Intl.Collator(locale, options);
  out.push(pairs.map(([a, b]) => compare(a, b)));
}
const words = Array.from({ length: 40 }, (_, i) => (i % 3 ? x : '') + String.fromCharCode(97 + i * 7 % 26) + i);
out.push(words.sort((a, b) => a.localeCompare(b)).map((each) => each.slice(-3)));
return out;
