// named groups, backreferences, lookbehind and lookahead, sticky, dotAll, indices
const m = /(?<year>\d{4})-(?<month>\d\d)(?:-(?<day>\d\d))?/d.exec('on 2024-02 or so');
return {
  groups: { ...m.groups, day: m.groups.day === undefined }, indices: m.indices.groups.month, index: m.index,
  swap: 'Doe, John'.replace(/(?<last>\w+), (?<first>\w+)/, '$<first> $<last>'), back: /(?<q>['"]).*?\k<q>/.exec(`say "it's" now`)[0],
  behind: 'EUR 12.50, USD 99'.match(/(?<=EUR )[\d.]+/)[0], notBehind: '$1 £2 €3'.match(/(?<![$€])\d/g), ahead: 'foobar foobaz'.match(/foo(?!bar)\w+/)[0],
  money: '1234567.891'.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ','), dot: /a.b/s.test('a\nb'), sticky: (() => { const r = /\d/y; r.lastIndex = 2; return [r.test('ab1'), r.lastIndex, r.test('ab1'), r.lastIndex]; })(),
  all: [...'a1b22'.matchAll(/([a-z])(\d+)/g)].map((x) => [x[1], x[2], x.index]), empty: 'abc'.replace(/(?:)/g, '-'), unmatched: /(a)|(b)/.exec('b').map((x) => x ?? null),
  greedy: ['<a><b>'.match(/<.+>/)[0], '<a><b>'.match(/<.+?>/)[0]], lookbehindCapture: /(?<=(\d+)(\d+))$/.exec('1053').slice(1),
};
