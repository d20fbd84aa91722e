// each…OfInterval with steps, reversed and empty intervals
const f = require('date-fns');
const i = { start: new Date('2024-01-30T10:20:30'), end: new Date('2024-02-02T12:00') };
const text = (l) => l.map((d) => f.format(d, 'MM-dd HH:mm'));
return { day: text(f.eachDayOfInterval(i)), step: text(f.eachDayOfInterval(i, { step: 2 })), backwards: text(f.eachDayOfInterval({ start: i.end, end: i.start })), negativeStep: text(f.eachDayOfInterval(i, { step: -2 })), hour: f.eachHourOfInterval(i).length, hours: text(f.eachHourOfInterval(i, { step: 24 })), minutes: text(f.eachMinuteOfInterval({ start: i.start, end: f.addMinutes(i.start, 3) })), week: text(f.eachWeekOfInterval(i)), weekMonday: text(f.eachWeekOfInterval(i, { weekStartsOn: 1 })), month: text(f.eachMonthOfInterval(i)), quarter: text(f.eachQuarterOfInterval({ start: i.start, end: f.addYears(i.end, 1) })), year: text(f.eachYearOfInterval({ start: i.start, end: f.addYears(i.end, 2) })), zero: f.eachDayOfInterval(i, { step: 0 }) };
