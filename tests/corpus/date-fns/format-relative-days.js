// formatRelative from six days before to six after, in four languages
const f = require('date-fns');
const base = new Date('2024-05-15T12:00'); const at = [-7, -6, -1, 0, 1, 6, 7].map((n) => f.addHours(f.addDays(base, n), 3));
const L = { en: undefined, gb: require('date-fns/locale/en-GB').enGB, de: require('date-fns/locale/de').de, zh: require('date-fns/locale/zh-CN').zhCN, es: require('date-fns/locale/es').es };
return Object.fromEntries(Object.entries(L).map(([k, locale]) => [k, at.map((d) => f.formatRelative(d, base, { locale }))]));
