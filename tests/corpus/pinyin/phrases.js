// words whose readings depend on the phrase
const { pinyin, compare } = require('pinyin');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
return ['银行','行走','重要','重复','音乐','快乐','长大','长度','觉得','睡觉','还有','归还','都是','首都','地方','慢慢地'].map(s=>[s,pinyin(s).flat().join(' ')]);
