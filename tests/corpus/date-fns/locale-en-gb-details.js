// British: long forms, ordinals, weeks from Monday, distances
const f = require('date-fns');
const locale = require('date-fns/locale/en-GB').enGB; const d = new Date('2024-03-03T17:06:07'); const us = require('date-fns/locale/en-US').enUS;
return { long: ['P', 'PP', 'PPP', 'PPPP', 'p', 'PPPPp'].map((t) => [f.format(d, t, { locale }), f.format(d, t, { locale: us })]), ordinals: [1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 31].map((n) => f.format(f.setDate(d, n), 'do', { locale })), week: [f.startOfWeek(d, { locale }), f.startOfWeek(d, { locale: us }), f.getWeek(d, { locale }), f.getWeek(d, { locale: us })], options: [locale.options, us.options], codes: [locale.code, us.code] };
