// the exports
const { pinyin, compare } = require('pinyin');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const m=require('pinyin'); return [Object.keys(m).sort(), typeof m.default, typeof compare, m.pinyin===m.default];
