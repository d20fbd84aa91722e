// intlFormat and intlFormatDistance
const f = require('date-fns');
const d = new Date('2024-03-05T07:08:09Z'); const b = new Date('2024-03-01T00:00:00Z');
return { plain: f.intlFormat(d), options: [f.intlFormat(d, { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' }, { locale: 'de-DE' }), f.intlFormat(d, { locale: 'zh-CN' }), f.intlFormat(d, { hour: 'numeric' })], distance: [f.intlFormatDistance(d, b), f.intlFormatDistance(b, d), f.intlFormatDistance(d, b, { unit: 'hour' }), f.intlFormatDistance(d, b, { locale: 'de' }), f.intlFormatDistance(f.addDays(b, 1), b, { numeric: 'always' }), f.intlFormatDistance(f.addYears(b, 3), b, { style: 'short' }), f.intlFormatDistance(f.addSeconds(b, 5), b), f.intlFormatDistance(f.addMonths(b, 4), b)] };
