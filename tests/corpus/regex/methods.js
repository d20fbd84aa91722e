// replace with functions and patterns, split with captures and limits, search, match, lastIndex, source and flags
const r = /b/g;
const escaped = (s) => s.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
return {
  fn: 'a1b2'.replace(/([a-z])(\d)/g, (m, l, d, at, s) => `${l.toUpperCase()}${d * 2}@${at}/${s.length}`), named: 'x=1'.replace(/(?<k>\w)=(?<v>\d)/, (...a) => JSON.stringify(a.at(-1))),
  dollars: 'abc'.replace(/b/, "[$$|$&|$`|$'|$1|$0]"), dollarString: 'abc'.replace('b', '$&$&'), fnString: 'aaa'.replaceAll('a', (m, i) => i),
  split: ['a1b2c'.split(/(\d)/), 'abc'.split(''), 'a,b,,c'.split(',', 3), ''.split(','), ''.split(''), 'ab'.split(/(?:)/u), 'A<B>bold</B>'.split(/<(\/)?([^<>]+)>/)],
  search: ['abc'.search(/c/), 'abc'.search('z')], last: [r.exec('abab').index, r.lastIndex, r.exec('abab').index, r.lastIndex, r.exec('abab'), r.lastIndex],
  flags: /a/dgimsuy.flags, source: [/\//.source, RegExp('/').source, RegExp('\n').source, RegExp('').source, String(/[/]/)], esc: new RegExp(escaped('a.b(c)?')).test('a.b(c)?'),
  clone: new RegExp(/a/gi, 'm').flags, matchNull: 'abc'.match(/x/), g: 'abcabc'.match(/b/g), replaceAllError: (() => { try { 'a'.replaceAll(/a/, ''); } catch (e) { return e.name; } })(), sym: Object.getOwnPropertyNames(RegExp.prototype).sort().join(),
};
