// every style over words and mixed texts
const { pinyin, compare } = require('pinyin');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const st=['NORMAL','TONE','TONE2','TO3NE','INITIALS','FIRST_LETTER','PASSPORT']; return ['中国','吕布','长城','重庆','你好 world 123','女儿绿','。，！','阿Q正传',''].map(s=>[s,...st.map(k=>t(()=>pinyin(s,{style:pinyin['STYLE_'+k]??k})))]);
