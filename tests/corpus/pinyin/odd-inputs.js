// what is no text, and options that are none
const lib = require('pinyin');
const { pinyin } = lib;
const t = (f) => { try { return f() ?? 'nothing'; } catch (e) { return e.name; } };
return { inputs: [null, undefined, 5, [], {}, true, '中'.repeat(3)].map((x) => t(() => pinyin(x))), options: [null, undefined, {}, { style: 99 }, { style: null }, { heteronym: 'yes' }, { mode: 'none' }, { segment: false, group: true }].map((o) => t(() => pinyin('中行', o))), exports: Object.keys(lib).sort(), call: typeof lib.default === 'function' ? lib.default('中') : typeof lib, constants: Object.fromEntries(Object.entries(pinyin).filter(([, v]) => typeof v !== 'function')) };
