// trim, trimStart, trimEnd with sets of characters and unicode blanks
const _ = require('lodash');
return { blanks: _.trim('\u00a0\u2003\ufeff a\tb \n'), set: [_.trim('--a-b--', '-'), _.trim('xyzaxyz', 'zyx'), _.trim('[a]', '[]'), _.trim('abc', '')], start: [_.trimStart('0012', '0'), _.trimStart('  x ')], end: [_.trimEnd('1.500', '0'), _.trimEnd(' x  ')], emoji: [_.trim('👍a👍', '👍'), _.trim('é\u0301xé', 'é')], other: [_.trim(null), _.trim(12321, '1'), ['  a ', ' b'].map(_.trim)] };
