// valuesIn, entriesIn, toPairsIn, keysIn walk the prototype
const _ = require('lodash');
function P() { this.a = 1; }
P.prototype.b = 2;
const p = new P();
return { valuesIn: _.valuesIn(p), entriesIn: _.entriesIn(p), keysIn: _.keysIn(p), values: _.values(p), entries: _.entries(p),
  string: _.valuesIn('hi'), nil: [_.valuesIn(null), _.entriesIn(undefined)], map: _.toPairs(new Map([['k', 1]])), set: _.toPairs(new Set(['v'])), alias: _.entriesIn === _.toPairsIn };
