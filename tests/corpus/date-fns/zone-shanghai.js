// tz=Asia/Shanghai: days of clock change and local midnight in this zone
const f = require('date-fns');
const out = [];
for (const s of ['2024-03-10', '2024-03-31', '2024-04-07', '2024-10-06', '2024-10-27', '2024-11-03']) {
  const x = f.parseISO(s);
  out.push([s, x.toISOString(), f.format(x, 'yyyy-MM-dd HH:mm xxx OOOO'), f.addDays(x, 1).toISOString(), f.addHours(x, 24).toISOString(), f.differenceInHours(f.endOfDay(x), f.startOfDay(x)), f.eachHourOfInterval({ start: f.startOfDay(x), end: f.endOfDay(x) }).length, f.differenceInCalendarDays(f.addDays(x, 1), x), f.formatISO(f.endOfDay(x)), f.parse(s + ' 02:30', 'yyyy-MM-dd HH:mm', x).toISOString(), f.startOfWeek(x).toISOString(), f.getTime(f.startOfMonth(x)), f.setHours(x, 3).toISOString()]);
}
return out;
