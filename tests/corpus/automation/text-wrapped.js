// texts wrapped, cut and aligned by columns
const wrap = (t, n) => t.match(new RegExp(`.{1,${n}}(?:\\s|$)|\\S+?(?:\\s|$)`, 'g'))?.map((l) => l.trimEnd()) ?? [];
const t = 'The quick brown fox jumps over the lazy dog and averyveryverylongword follows.';
const cols = [['sku', 'qty', 'price'], ['A-1', '10', '1.50'], ['LONG-SKU', '7', '1200.00']];
const widths = cols[0].map((_, i) => Math.max(...cols.map((r) => r[i].length)));
return [wrap(t, 12), wrap('', 5), wrap('a b', 1), cols.map((r) => r.map((c, i) => (i ? c.padStart(widths[i]) : c.padEnd(widths[i]))).join(' | ')), t.slice(0, 20).replace(/\s+\S*$/, '') + '…', t.substring(5, 1), t.substr(-4, 2), t.split(' ', 3), 'a,b,,c'.split(','), ''.split(''), ''.split(','), 'abc'.split(''), t.lastIndexOf('o'), t.indexOf('', 200), 'x'.concat(1, null, [2]), 'abc'.localeCompare('abd'), 'a-b-c'.replace('-', '+'), 'aXbX'.split('X'), t.search('q'), `${[1, [2, 3]]}${{}}`];
