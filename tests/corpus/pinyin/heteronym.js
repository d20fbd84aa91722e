// several readings
const { pinyin, compare } = require('pinyin');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
return ['中心','朝阳','音乐','长','行','了不起','单于'].map(s=>[pinyin(s,{heteronym:true}),pinyin(s,{heteronym:true,style:'normal'}),pinyin(s)]);
