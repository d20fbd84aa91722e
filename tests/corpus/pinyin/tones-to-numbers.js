// tone marks to numbers and back, compared with the library's own styles
const { pinyin } = require('pinyin');
const MARKS = { a: 'āáǎà', e: 'ēéěè', i: 'īíǐì', o: 'ōóǒò', u: 'ūúǔù', ü: 'ǖǘǚǜ' };
const unmark = (s) => { let tone = ''; const plain = [...s].map((c) => { for (const [v, marks] of Object.entries(MARKS)) { const i = marks.indexOf(c); if (i >= 0) { tone = i + 1; return v; } } return c; }).join(''); return plain + tone; };
const mark = (s) => { const tone = Number(s.at(-1)); if (!tone) return s; const base = s.slice(0, -1); const at = /[ae]/.test(base) ? base.search(/[ae]/) : base.includes('ou') ? base.indexOf('o') : Math.max(...[...base].map((c, i) => (MARKS[c] ? i : -1))); return base.slice(0, at) + MARKS[base[at]][tone - 1] + base.slice(at + 1); };
const text = '绿水青山就是金山银山我们的女儿在月亮下面跳舞';
const tones = pinyin(text).flat(); const numbers = pinyin(text, { style: 'tone2' }).flat();
return { numbers: tones.map(unmark), theirs: numbers, differ: tones.filter((x, i) => unmark(x).replace('ü', 'v') !== numbers[i].replace('ü', 'v')), back: numbers.map((x) => mark(x.replace('v', 'ü'))), wrong: numbers.filter((x, i) => mark(x.replace('v', 'ü')) !== tones[i]) };
