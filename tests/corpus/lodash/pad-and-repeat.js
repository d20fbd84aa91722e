// pad, padStart, padEnd, repeat with wide characters and odd lengths
const _ = require('lodash');
return { pad: [_.pad('a', 6, '12'), _.pad('abc', 3), _.pad('', 3, 'xy'), _.pad(5, 4), _.pad(null, 2, '.'), _.pad('a', 4, '')], start: [_.padStart('7', 3, 0), _.padStart('abc', 8, '12'), _.padStart('é', 3, '👍')], end: [_.padEnd('7', 3, '-'), _.padEnd('👍', 3, '.')], repeat: [_.repeat('ab', 2.9), _.repeat('ab', -1), _.repeat('ab'), _.repeat('', 5), ['a', 'b'].map((s, i) => _.repeat(s, i))] };
