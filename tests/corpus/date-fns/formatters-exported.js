// formatters, longFormatters, lightFormatters and parsers are exported
const f = require('date-fns');
const d = new Date('2024-03-05T15:06:07.089');
return { keys: [Object.keys(f.formatters).join(''), Object.keys(f.longFormatters).join(''), Object.keys(f.lightFormatters).join(''), Object.keys(f.parsers).join('')], light: Object.keys(f.lightFormatters).map((k) => f.lightFormatters[k](d, k + k)), long: f.longFormatters.P('PP', require('date-fns/locale/de').de.formatLong), priorities: Object.entries(f.parsers).map(([k, p]) => k + p.priority).join(' ') };
