// list and object functions given null or undefined answer empty
const _ = require('lodash');
const list = ['chunk', 'compact', 'difference', 'drop', 'flatten', 'initial', 'intersection', 'tail', 'take', 'union', 'uniq', 'without', 'xor', 'zip', 'map', 'filter', 'sortBy', 'shuffle', 'keys', 'values', 'toPairs', 'toArray', 'invokeMap', 'at', 'flatMap', 'orderBy', 'words', 'functions'];
const object = ['groupBy', 'countBy', 'keyBy', 'invert', 'mapValues', 'mapKeys', 'pick', 'omit', 'pickBy', 'zipObject', 'fromPairs', 'partition'];
return { list: _.fromPairs(list.map((n) => [n, _[n](null)])), object: _.fromPairs(object.map((n) => [n, _[n](undefined)])), scalars: ['size', 'sum', 'some', 'every', 'isEmpty', 'includes', 'head', 'max', 'reduce', 'find', 'findIndex', 'trim', 'camelCase', 'toNumber'].map((n) => n + ':' + String(_[n](null))) };
