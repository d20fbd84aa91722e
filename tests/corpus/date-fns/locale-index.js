// the locale index and its single files are the same locales
const all = require('date-fns/locale'); const pick = ['de', 'enGB', 'enUS', 'fr', 'ja', 'zhCN', 'zhTW', 'ptBR', 'srLatn', 'arSA'];
return { many: Object.keys(all).length > 80, codes: pick.map((k) => all[k] && all[k].code), same: [require('date-fns/locale/de').de === all.de, require('date-fns/locale/zh-CN').zhCN.code === all.zhCN.code], shape: Object.keys(all.de).sort(), units: all.de.localize.ordinalNumber(3, { unit: 'date' }), nope: (() => { try { return typeof require('date-fns/locale/xx'); } catch (e) { return e.code; } })() };
