// regular expressions: sets of the flag v, captures in a repeated group
const sets = await (async () => {
  // the flag v: set operations and nested classes
  const t = (p) => { try { return 'abc123éÉ_-'.match(new RegExp(p, 'gv'))?.join('') ?? null; } catch (e) { return e.name; } };
  return ['[\\p{L}--[a-b]]', '[\\p{L}&&\\p{ASCII}]', '[\\q{abc|abd}x]', '[[a-z]--b]', '[[a-z][0-9]]', '[\\w--b]', '[\\w&&[^b]]', '[_--b]', '[(]', '[a&&&b]'].map(t);
})();
const captures = await (async () => {
  // captures of a repeated group are reset at each round
  return [/((a)|b)+/.exec('ab'), /(?:(a)|b)*/.exec('ab'), /(?:(a)|(b)|(c))+/.exec('abc'), /(?:(a)|b){2}/.exec('ab')].map((m) => m.map((x) => x ?? null));
})();
return { sets, captures };
