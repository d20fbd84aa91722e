// a search over names by full pinyin, initials and characters
const { pinyin } = require('pinyin');
const people = ['张伟', '章薇', '李娜', '王芳', '王方', '刘洋', '陈静', '诚敬', '吕布', '单于'];
const index = people.map((name) => ({ name, full: pinyin(name, { style: 'normal' }).flat().join(''), first: pinyin(name, { style: 'first_letter' }).flat().join('') }));
const find = (query) => { const q = query.toLowerCase().replaceAll(' ', ''); return index.map((p) => ({ name: p.name, score: p.name.includes(query) ? 3 : p.full.startsWith(q) ? 2 : p.first === q ? 2 : p.full.includes(q) ? 1 : 0 })).filter((p) => p.score).sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1)).map((p) => `${p.name}:${p.score}`); };
return Object.fromEntries(['zhang', 'zw', 'wang f', 'wf', 'jing', '芳', 'lv', 'lü', 'lb', 'x', 'AN'].map((q) => [q, find(q)]));
