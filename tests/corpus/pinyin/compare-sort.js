// compare as a comparator for names, with equal readings and mixed scripts
const { compare } = require('pinyin');
const names = ['张三', '李四', '王五', '赵六', '安妮', '阿宝', 'Bob', 'alice', '陈一', '成一', '程一', '王', '王五五', '欧阳', '曾', '单'];
return { sorted: names.slice().sort(compare), signs: [['我', '你'], ['你', '我'], ['一', '一'], ['a', '中'], ['中', 'a'], ['张', '章'], ['', '啊'], ['中国', '中'], ['西安', '先']].map(([a, b]) => [a, b, Math.sign(compare(a, b))]), stable: ['a1', '中1', 'a2'].sort(compare) };
