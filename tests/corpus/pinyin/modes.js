// surnames, compact form, groups
const { pinyin, compare } = require('pinyin');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
return [['华夫人','单雄信','曾国藩','尉迟恭','王小明'].map(s=>[pinyin(s,{mode:'surname'}),pinyin(s,{mode:'SURNAME',style:'normal'})]), pinyin('你好吗',{compact:true,heteronym:true}).slice(0,4), pinyin('我喜欢你',{compact:true})];
