// isMatch, isMatchWith and matches compare partly and deeply
const _ = require('lodash');
const greeting = (v) => /^h(?:i|ello)$/.test(v);
return {
  with: _.isMatchWith({ g: 'hello', n: 1 }, { g: 'hi' }, (a, b) => (greeting(a) && greeting(b) ? true : undefined)),
  deep: _.isMatch({ a: { b: [1, 2, 3], c: 4 } }, { a: { b: [3, 1] } }),
  empty: [_.isMatch({ a: [1] }, { a: [] }), _.isMatch({ a: { b: 1 } }, { a: {} }), _.isMatch(1, {})],
  undefinedKey: [_.isMatch({}, { a: undefined }), _.isMatch({ a: undefined }, { a: undefined })],
  nan: _.matches({ a: NaN })({ a: NaN }), maps: _.isMatch(new Map([['a', 1], ['b', 2]]), new Map([['a', 1]])),
  frozenSource: (() => { const s = { a: 1 }; const m = _.matches(s); s.a = 2; return m({ a: 1 }); })(),
  property: _.filter([{ a: { b: 1 } }, { a: { b: 2 } }], _.matchesProperty('a.b', 2)),
};
