// pinyin with segment: true and other segmenters, styles, heteronyms, groups, compact, compare
const { pinyin, compare, compact } = require('pinyin');
const out = {};
const texts = ['长沙', '银行', '重庆', '音乐', '长大', '行走', '都市', '朝阳', '我喜欢朝阳区的朝阳。', '重庆银行行长,长大了', '不客气地说', '他还欠我钱,还没还', '音乐让人快乐', '首都都市圈', '长春市长江路', '中文 mixed 文字,123!', '', ' ', 'abc', '\ud842', '𠮷野家😀好', '一\n一', '单于单独', '石头会不会', '朝朝暮暮', '处处长处', '觉得睡觉', '没收没有', '重量重复', '大夫大小', '血淋淋的血', '参差参加人参', '得意得到必得', '了解了', '给予给钱', '角色角落', '剥削剥皮', '数一数数字', '长长的头发长得快', '乐队很快乐', '差不多出差', '便宜方便', '强迫勉强', '调查调整空调', '传说自传', '弹琴子弹', '降落投降', '几乎几个', '间谍中间', '将军将来', '教师教书', '尽管尽力', '卷子卷起来', '空气空闲', '累计劳累', '率领效率', '模样模型', '宁可安宁', '漂亮漂流', '铺路店铺', '奇怪奇数', '切开一切', '曲子弯曲', '散步散文', '丧失丧事', '扫地扫帚', '舍不得宿舍', '省市反省', '似乎似的', '宿舍星宿', '提防提高', '挑战挑选', '为了认为', '鲜花朝鲜', '相信相片', '兴奋高兴', '血液流血', '要求重要', '应该反应', '载重记载', '扎针包扎', '着急看着', '正月正确', '只有一只', '种子种地', '转身转动', '钻研钻石', '作坊工作'];
const options = [{}, { segment: true }, { segment: true, group: true }, { segment: true, heteronym: true }, { segment: true, heteronym: true, group: true }, { segment: true, style: 'normal' }, { segment: true, style: 'tone2' }, { segment: true, style: 'to3ne' }, { segment: true, style: 'initials' }, { segment: true, style: 'first_letter' }, { segment: true, style: 'passport' }, { segment: 'Intl.Segmenter' }, { segment: 'segmentit' }, { segment: '@node-rs/jieba' }, { segment: 'nodejieba' }, { segment: 'none such' }, { segment: true, mode: 'surname' }, { style: pinyin.STYLE_NORMAL, heteronym: true }];
for (const option of options) out[JSON.stringify(option)] = texts.map((text) => pinyin(text, option).map((syllables) => syllables.join('|')).join(' '));
out.compact = ['朝阳', '重庆', '还钱'].map((text) => JSON.stringify([pinyin(text, { segment: true, compact: true, heteronym: true }), pinyin(text, { compact: true, heteronym: true }), compact(pinyin(text, { heteronym: true }))]));
out.sorted = [...texts].sort(compare);
out.compare = texts.map((text, i) => pinyin.compare(text, texts[(i * 7 + 1) % texts.length]));
out.names = ['张伟', '王芳', '李娜', '刘洋', '陈静', '单雄信', '曾国藩', '解缙'].map((name) => pinyin(name, { mode: 'surname', style: 'normal' }).flat().join(' '));
return out;
