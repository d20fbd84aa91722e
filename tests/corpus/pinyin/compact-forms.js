// compact: every combination of readings, one by one
const { pinyin, compact } = require('pinyin');
const texts = ['你好', '朝阳', '中', 'a中b', '行长'];
return { option: texts.map((text) => pinyin(text, { heteronym: true, compact: true, style: 'tone2' })), single: texts.map((text) => pinyin(text, { compact: true })), helper: typeof compact === 'function' ? [compact([['a'], ['b', 'c'], ['d', 'e']]), compact([]), compact([['x']])] : null, count: pinyin('朝行重', { heteronym: true, compact: true }).length };
