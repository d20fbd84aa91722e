// truncate by length, separator text or pattern, omission longer than the length
const _ = require('lodash');
const t = 'The quick brown fox, jumps over the lazy dog';
return { plain: _.truncate(t), lengths: [0, 1, 3, 4, 20, 44, 99].map((length) => _.truncate(t, { length })), text: _.truncate(t, { length: 22, separator: ' ' }), noHit: _.truncate(t, { length: 10, separator: '#' }), pattern: _.truncate(t, { length: 25, separator: /,? +/ }), global: _.truncate(t, { length: 25, separator: /o/g }), omission: [_.truncate(t, { length: 10, omission: '…' }), _.truncate(t, { length: 2, omission: '[cut]' }), _.truncate(t, { length: 8, omission: '' })], emoji: _.truncate('👩‍🚀👩‍🚀👩‍🚀👩‍🚀', { length: 5, omission: '.' }), nil: _.truncate(undefined) };
