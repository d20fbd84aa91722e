// Chinese customers sorted into an index by pinyin, with search keys
const { pinyin } = require('pinyin'); const _ = require('lodash');
const names = ['陈晓明', '王芳', '张伟', '赵敏', '李娜', '欧阳娜娜', 'Ada Lovelace', '曾国藩', '吕布'];
const key = (s) => pinyin(s, { style: 'normal', mode: 'surname' }).map((x) => x[0]).join('').toLowerCase().replace(/\s+/g, '');
const rows = names.map((name) => ({ name, key: key(name), initials: pinyin(name, { style: 'first_letter' }).map((x) => x[0][0]).join('').toUpperCase(), tone: pinyin(name).flat().join(' ') }));
const index = _(rows).orderBy('key').groupBy((r) => r.key[0].toUpperCase()).mapValues((l) => _.map(l, 'name')).value();
const search = (q) => rows.filter((r) => r.key.startsWith(q) || r.initials.startsWith(q.toUpperCase()) || r.name.includes(q)).map((r) => r.name);
console.log('%d names, %d letters', rows.length, Object.keys(index).length);
return { rows, index, found: ['zh', 'ly', '娜', 'wf', 'oy'].map((q) => [q, search(q)]) };
