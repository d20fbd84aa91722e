// a small query language: tokens by sticky patterns, a tree, evaluation over records, errors with places
const TOKENS = [['space', /\s+/y], ['number', /-?\d+(?:\.\d+)?/y], ['text', /"(?:[^"\\]|\\.)*"/y], ['op', />=|<=|!=|[=<>~]/y], ['paren', /[()]/y], ['word', /[\p{L}_][\p{L}\d_.]*/uy]];
function tokens(source) {
  const out = [];
  for (let at = 0; at < source.length;) {
    const found = TOKENS.some(([kind, pattern]) => { pattern.lastIndex = at; const m = pattern.exec(source); if (!m) return false; if (kind !== 'space') out.push({ kind, text: m[0], at }); at = pattern.lastIndex; return true; });
    if (!found) throw new SyntaxError(`unexpected ${source[at]} at ${at}`);
  }
  return out;
}
function parse(source) {
  const list = tokens(source); let i = 0; const peek = () => list[i]; const word = (w) => peek()?.kind === 'word' && peek().text.toLowerCase() === w && ++i;
  const fail = (what) => { throw new SyntaxError(`expected ${what} at ${peek()?.at ?? 'the end'}`); };
  const or = () => { let left = and(); while (word('or')) left = { or: [left, and()] }; return left; };
  const and = () => { let left = not(); while (word('and')) left = { and: [left, not()] }; return left; };
  const not = () => (word('not') ? { not: not() } : unit());
  const unit = () => { if (peek()?.text === '(') { i++; const inner = or(); if (peek()?.text !== ')') fail(')'); i++; return inner; } if (peek()?.kind !== 'word') fail('a field'); const field = list[i++].text; if (peek()?.kind !== 'op') fail('an operator'); const op = list[i++].text; const v = list[i++]; if (!v || !['number', 'text', 'word'].includes(v.kind)) { i--; fail('a value'); } return { field, op, value: v.kind === 'number' ? +v.text : v.kind === 'text' ? JSON.parse(v.text) : v.text }; };
  const tree = or(); if (peek()) fail('the end'); return tree;
}
const get = (o, path) => path.split('.').reduce((x, k) => x?.[k], o);
const OPS = { '=': (a, b) => a === b, '!=': (a, b) => a !== b, '<': (a, b) => a < b, '>': (a, b) => a > b, '<=': (a, b) => a <= b, '>=': (a, b) => a >= b, '~': (a, b) => new RegExp(b, 'iu').test(a) };
const test = (t, o) => (t.or ? t.or.some((x) => test(x, o)) : t.and ? t.and.every((x) => test(x, o)) : t.not ? !test(t.not, o) : OPS[t.op](get(o, t.field), t.value));
const people = [{ name: 'Ann', age: 31, city: { name: 'Köln' } }, { name: 'Bo', age: 17, city: { name: '上海' } }, { name: 'Çem', age: 45 }];
const run = (q) => { try { const tree = parse(q); return people.filter((p) => test(tree, p)).map((p) => p.name).join(); } catch (e) { return `${e.name}: ${e.message}`; } };
return ['age >= 18', 'age<18 or name = "Ann"', 'not (age > 30 and name ~ "^ç")', 'city.name = 上海', 'city.name ~ "ö"', 'name = "a\\"b"', 'age >', '(age = 1', 'age = 1 )', 'age ? 1', '', 'and = 5'].map((q) => [q, run(q)]).concat([['tree', parse('a=1 or b=2 and not c=3')]]);
