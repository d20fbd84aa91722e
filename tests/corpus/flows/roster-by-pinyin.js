// a school's roster: sorted by pinyin, headed by initials, duplicates told apart, search keys, mail names
const { pinyin, compare } = require('pinyin');
const _ = require('lodash');
const roster = [['王小明', 1], ['李雷', 2], ['韩梅梅', 1], ['王小敏', 2], ['欧阳娜', 1], ['李蕾', 1], ['单丹', 2], ['阿依古丽', 2], ['张伟', 1], ['张伟', 2], ['吕绿', 1]];
const of = (name, style) => pinyin(name, { style, mode: 'surname' }).flat();
const people = roster.map(([name, group]) => { const plain = of(name, 'normal').map((s) => s.replace(/ü/g, 'v')); return { name, group, plain, key: plain.join(''), initials: of(name, 'first_letter').join('').toUpperCase() }; });
const sorted = people.slice().sort((a, b) => compare(a.name, b.name) || a.group - b.group);
const index = _(sorted).groupBy((p) => p.initials[0]).toPairs().sortBy(0).map(([letter, list]) => `${letter}: ${list.map((p) => `${p.name}(${p.group})`).join(' ')}`).value();
const used = new Map();
const mails = sorted.map((p) => { const [family, ...given] = p.plain; const base = `${given.join('')}.${family}`; const n = (used.get(base) ?? 0) + 1; used.set(base, n); return `${base}${n > 1 ? n : ''}@school.example`; });
const homophones = _(people).uniqBy('name').groupBy('key').pickBy((l) => l.length > 1).mapValues((l) => _.map(l, 'name')).value();
return { index, mails, homophones, tones: sorted.slice(0, 4).map((p) => pinyin(p.name).flat().join(' ')) };
