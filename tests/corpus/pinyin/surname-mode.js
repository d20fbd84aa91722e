// names: one and two characters of family name, rare readings, traditional forms, in each style
const { pinyin } = require('pinyin');
const names = ['单雄信', '解缙', '仇和', '查良镛', '盖叫天', '朴正熙', '任我行', '曾子', '区志航', '尉迟恭', '长孙无忌', '万俟卨', '欧阳修', '司马相如', '诸葛亮', '上官婉儿', '令狐冲', '覃姓', '冼星海', '翟让', '么先生', '乐嘉', '员半千', '缪荃孙'];
return names.map((name) => [name, ...[{}, { mode: 'surname' }].map((o) => pinyin(name, { ...o, style: 'tone' }).flat().join(' ')), pinyin(name, { mode: 'surname', style: 'passport' }).flat().join(' ')]);
