// one date in the languages of many customers
const f = require('date-fns');
const codes = ['ar-SA', 'bn', 'cs', 'da', 'el', 'es', 'fa-IR', 'fi', 'fr-CA', 'he', 'hi', 'hu', 'id', 'it', 'ko', 'nb', 'nl', 'pl', 'ro', 'sv', 'th', 'tr', 'uk', 'vi', 'zh-TW', 'zh-HK'];
const d = new Date('2024-03-05T15:06:07');
return codes.map((c) => { const locale = Object.values(require('date-fns/locale/' + c))[0]; return [c, locale.code, f.format(d, 'PPPPp', { locale }), f.format(d, 'EEE MMM do QQQ', { locale }), f.formatDistance(d, f.addDays(d, 3), { locale, addSuffix: true })]; });
