// strings, arguments, typed arrays, NodeList-like objects with length in list functions
const _ = require('lodash');
const like = { length: 3, 0: 'a', 1: 'b', 2: 'c' };
return { map: _.map(like, _.toUpper), head: [_.head(like), _.last(like)], slice: _.slice(like, 1), chunk: _.chunk(like, 2), each: (() => { const r = []; _.each(like, (v, k) => r.push(k)); return r; })(), keys: _.keys(like), notLength: _.map({ length: -1, a: 1 }, (v, k) => k), size: [_.size(like), _.size({ length: 'x' }), _.size('👍')], compact: _.compact(like), union: _.union(like, ['z']), typed: [_.sum(Uint8Array.of(1, 2)), _.map(new Float32Array(2), _.identity), _.sortBy(Int8Array.of(3, -1, 2))], fnLength: _.size((a, b) => a) };
