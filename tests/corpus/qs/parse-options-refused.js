// options of parse and stringify that are refused
const qs = require('qs');
const t = (f) => { try { return JSON.stringify(f()); } catch (e) { return `${e.name}: ${e.message}`; } };
return [
  { allowEmptyArrays: 'x' }, { decodeDotInKeys: 1 }, { decoder: 5 }, { charset: 'latin1' }, { throwOnLimitExceeded: 0 }, { duplicates: 'all' }, { strictDepth: true, depth: 1 }, { delimiter: 5 }, { depth: 'x' }, null, undefined,
].map((o) => [o, t(() => qs.parse('a[b][c][d]=1&e=2', o))]).concat([
  { encoder: 1 }, { charset: 'x' }, { format: 'RFC1' }, { arrayFormat: 'dots' }, { commaRoundTrip: 1 }, { allowEmptyArrays: 1 }, { encodeDotInKeys: 'a' }, { filter: 'a' }, { sort: 'b' }, null,
].map((o) => [o, t(() => qs.stringify({ a: [1], b: 'x' }, o))]));
