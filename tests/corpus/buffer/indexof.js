// indexOf, lastIndexOf, includes with every kind of needle
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const b = Buffer.from('this is a buffer, this is é€😀 end');
const n = [['is'], ['is', 3], ['is', -20], ['is', 100], ['x'], [''], ['', 5], ['', 100], ['', -1], [105], [105, 3], [361], [99.9], [Buffer.from('is')], [new Uint8Array([105, 115]), 4], ['€'], ['😀'], ['6973', 'hex'], ['6973', 3, 'hex'], ['aXM=', 0, 'base64'], ['is', undefined], ['is', null], ['is', {}], ['is', '3'], ['this', NaN], ['this', 1.9], [''.padEnd(100, 'x')], [Buffer.alloc(0)], ['é', 'latin1'], ['buffer', 'ascii']];
for (const args of n) t(JSON.stringify(args), () => [b.indexOf(...args), b.lastIndexOf(...args), b.includes(...args)]);
const u = Buffer.from('abcabc', 'ucs2');
for (const args of [['b'], ['c', 4], ['c', -2], ['abc', 2], ['bc', 3], ['z'], [''], [Buffer.from('b', 'ucs2')]]) t('ucs2 ' + JSON.stringify(args), () => [u.indexOf(args[0], args[1], 'ucs2'), u.lastIndexOf(args[0], args[1], 'ucs2')]);
t('undefined', () => b.indexOf());
t('object', () => b.indexOf({}));
t('null', () => b.indexOf(null));
t('encoding', () => b.indexOf('a', 0, 'nope'));
t('empty', () => [Buffer.alloc(0).indexOf('a'), Buffer.alloc(0).indexOf(''), Buffer.alloc(0).lastIndexOf('a'), Buffer.alloc(0).indexOf(1)]);
return out;
