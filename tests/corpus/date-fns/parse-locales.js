// parse with months, days and eras in German, French and Chinese
const f = require('date-fns');
const L = { de: require('date-fns/locale/de').de, fr: require('date-fns/locale/fr').fr, zh: require('date-fns/locale/zh-CN').zhCN, gb: require('date-fns/locale/en-GB').enGB };
const t = (s, p, l) => { const r = f.parse(s, p, new Date(2020, 0, 1), { locale: L[l] }); return isNaN(r) ? 'invalid' : f.format(r, 'yyyy-MM-dd HH:mm'); };
return [['5. März 2024', 'd. MMMM yyyy', 'de'], ['Mo 04.03.2024', 'EEE dd.MM.yyyy', 'de'], ['3. Quartal', 'QQQQ', 'de'], ['05.03.2024', 'P', 'de'], ['5 août 2024', 'd MMMM yyyy', 'fr'], ['mardi', 'EEEE', 'fr'], ['1er janvier', 'do MMMM', 'fr'], ['二月 2024', 'MMMM yyyy', 'zh'], ['2024年3月5日', "yyyy'年'M'月'd'日'", 'zh'], ['下午 3:05', 'a h:mm', 'zh'], ['星期二', 'EEEE', 'zh'], ['25/12/2024', 'P', 'gb'], ['25 Dec 2024', 'PP', 'gb'], ['12/25/2024', 'P', 'gb']].map((a) => [a[2], a[0], t(...a)]);
