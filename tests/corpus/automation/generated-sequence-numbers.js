// numbers of documents: padding, prefixes, gaps, sorting as people do
const next = (last) => last.replace(/(\d+)(?!.*\d)/, (m) => String(BigInt(m) + 1n).padStart(m.length, '0'));
const list = ['INV-2024-0999', 'INV-2024-9999', 'A9', '007', 'X99999999999999999999', 'none'];
const natural = (a, b) => a.localeCompare(b, 'en', { numeric: true }); const gaps = (ns) => ns.slice(1).flatMap((n, i) => Array.from({ length: n - ns[i] - 1 }, (_, k) => ns[i] + k + 1));
return [list.map(next), ['a10', 'a9', 'A1', 'b', 'a-1', 'a1.5', '10', '9'].sort(natural), gaps([1, 2, 5, 9]), [...'cba'].sort().join(''), [3, undefined, 1, null, NaN, 2].sort(), [3, undefined, 1].sort((a, b) => b - a), [true, 'a', 1, [0]].sort(), Array.from('12', Number), ['b', , 'a'].sort().length, [1, 2, 3].toString(), [[2, 'b'], [1, 'a'], [2, 'a']].sort((a, b) => a[0] - b[0] || (a[1] > b[1] ? 1 : -1)), [5, 25, 100].sort(), ['é', 'z', 'e', 'Z'].sort(), (1234).toString().split('').reverse().join('')];
