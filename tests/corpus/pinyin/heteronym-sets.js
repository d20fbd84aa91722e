// all readings of characters with several, in each style
const { pinyin } = require('pinyin');
const chars = [...'行重长乐了还都得地着和为中种好数差参曾朝传大单弹'];
return chars.map((c) => [c, pinyin(c, { heteronym: true })[0], pinyin(c, { heteronym: true, style: 'normal' })[0], pinyin(c, { heteronym: true, style: 'first_letter' })[0], pinyin(c)[0][0]]);
