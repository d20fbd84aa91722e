// group joins the readings of words when segmented
const { pinyin } = require('pinyin');
const texts = ['我喜欢你', '中国人民银行', '北京大学', '重庆火锅很好吃', '音乐让人快乐'];
return texts.map((text) => [pinyin(text, { group: true }), pinyin(text, { group: true, segment: true }), pinyin(text, { segment: true, group: true, style: 'normal' }), pinyin(text, { segment: true, style: 'tone2' })]);
