// compare, equals, and parts of buffers
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const B = (s) => Buffer.from(s);
for (const [x, y] of [['a', 'b'], ['b', 'a'], ['a', 'a'], ['', 'a'], ['a', ''], ['ab', 'a'], ['é', 'z'], ['', '']]) t(`${x}|${y}`, () => [Buffer.compare(B(x), B(y)), B(x).compare(B(y)), B(x).equals(B(y))]);
t('parts', () => [B('123456').compare(B('456'), 0, 3, 3, 6), B('abc').compare(B('bc'), 0, 2, 1), B('abc').compare(B('xyz'), 1, 1, 2, 2), B('abc').compare(B('xyz'), 0, 0, 0, 1), B('abc').compare(B('xyz'), 0, 1, 1, 1)]);
t('sort', () => [B('c'), B('a'), B('b')].sort(Buffer.compare).join());
t('self', () => { const b = B('x'); return b.equals(b); });
t('uint8', () => [B('a').equals(new Uint8Array([97])), Buffer.compare(new Uint8Array([1]), new Uint8Array([2]))]);
t('type', () => B('a').equals('a'));
t('type2', () => B('a').compare('a'));
t('type3', () => Buffer.compare('a', B('a')));
t('range', () => B('a').compare(B('a'), 0, 100));
t('range2', () => B('a').compare(B('a'), -1));
t('range3', () => B('abc').compare(B('abc'), 5, 3, 5, 3));
t('range4', () => B('abc').compare(B('abc'), 0, 3, 9));
return out;
