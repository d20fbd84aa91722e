// unicode mode, property escapes, sets (v), case folding, surrogates
return {
  letters: 'Straße 中文 ñ1'.match(/\p{L}+/gu), han: '价格: 100元'.match(/\p{Script=Han}/gu), emoji: '👩‍👩‍👧 ok 👍🏽'.match(/\p{Emoji_Presentation}/gu), upper: 'aÄbÉ'.match(/\p{Lu}/gu),
 
  dot: ['😀'.match(/./g).length, '😀'.match(/./gu).length], fold: [/ſ/i.test('s'), /ſ/iu.test('s'), /K/iu.test('k'), /ß/iu.test('ẞ')], code: '\u{1F600}'.replace(/\u{1F600}/u, 'x'), not: 'aé中'.replace(/\P{ASCII}/gu, '?'),
  wordI: /\w/iu.test('ſ'), space: ' \u00a0\u2003\ufeff'.replace(/\s/g, '_'), digits: '٣3'.match(/\p{Nd}/gu), cls: 'a-b_c'.split(/[-_]/), sc: /^\p{scx=Grek}+$/u.test('αβγ'),
};
