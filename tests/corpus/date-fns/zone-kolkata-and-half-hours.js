// tz=Asia/Kolkata: a zone of half an hour
const f = require('date-fns');
const d = new Date('2024-03-05T20:00:00Z');
return { format: ['xxx', 'XX', 'X', 'O', 'OOOO', 'PPPPpppp'].map((t) => f.format(d, t)), iso: f.formatISO(d), rfc: [f.formatRFC3339(d), f.formatRFC7231(d)], day: [f.startOfDay(d), f.endOfDay(d), f.getDate(d)], round: [f.roundToNearestHours(d), f.startOfHour(d), f.roundToNearestMinutes(d, { nearestTo: 30 })], calendar: f.differenceInCalendarDays(d, new Date('2024-03-05T10:00:00Z')), parse: [f.parseISO('2024-03-05T01:00'), f.parse('1:00', 'H:mm', d)], interval: f.eachHourOfInterval({ start: d, end: f.addHours(d, 2) }) };
