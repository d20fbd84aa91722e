// offsets in texts read and written from UTC
const f = require('date-fns');
const texts = ['2024-06-01T12:00:00+02:00', '2024-06-01T12:00:00-0330', '2024-06-01T12:00:00Z', '2024-06-01T23:59:59.999+14', '2024-06-01T00:00+00'];
return { iso: texts.map((t) => f.parseISO(t)), sorted: texts.toSorted((a, b) => f.compareAsc(f.parseISO(a), f.parseISO(b))), tokens: [['12:00 +02', 'HH:mm x'], ['12:00 +02:30', 'HH:mm XXX'], ['12:00 Z', 'HH:mm X'], ['12:00 -0800', 'HH:mm xx']].map(([s, p]) => f.parse(s, p, new Date('2024-06-01T00:00Z'))), shifted: f.formatISO(f.addMinutes(f.parseISO(texts[0]), 150)), day: texts.map((t) => f.isSameDay(f.parseISO(t), f.parseISO(texts[2]))), written: ['X', 'XX', 'XXX', 'x', 'xx', 'xxx', 'O', 'z'].map((p) => f.format(f.parseISO(texts[0]), p)) };
