// traditional and rare characters, surrogates, whole punctuation
const { pinyin, compare } = require('pinyin');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
return ['龍門','臺灣','𠮷野家','〇','㐂','々','～','ｆｕｌｌ','한국','ひらがな'].map(s=>[s,pinyin(s)]);
