// a longer text
const { pinyin, compare } = require('pinyin');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
return pinyin('举头望明月，低头思故乡。2024年，新能源汽车销量增长35%。',{style:'tone2'}).flat().join(' ');
