// family names to slugs and initials
const { pinyin, compare } = require('pinyin');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const name=s=>pinyin(s,{style:'normal',heteronym:false}).flat(); return ['张伟','李娜','欧阳修','诸葛亮','曾子墨','仇英','解晓东','查良镛'].map(s=>({s,slug:name(s).join('-'),initials:pinyin(s,{style:'first_letter'}).flat().join('').toUpperCase(),title:name(s).map(x=>x[0].toUpperCase()+x.slice(1)).join(' ')}));
