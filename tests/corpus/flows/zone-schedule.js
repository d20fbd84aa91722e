// tz=America/New_York: opening hours across a change of clocks, next opening, hours of a week
const { set, addDays, addHours, isBefore, format, getDay, differenceInMinutes, startOfDay } = require('date-fns');
const hours = { 1: [['09:00', '12:30'], ['14:00', '18:00']], 2: [['09:00', '18:00']], 3: [['09:00', '18:00']], 4: [['09:00', '18:00']], 5: [['09:00', '16:00']], 0: [['00:30', '03:30']] };
const at = (day, text) => { const [h, m] = text.split(':').map(Number); return set(day, { hours: h, minutes: m, seconds: 0, milliseconds: 0 }); };
const shifts = (day) => (hours[getDay(day)] ?? []).map(([from, to]) => ({ from: at(day, from), to: at(day, to) }));
const isOpen = (when) => shifts(when).some((s) => when >= s.from && when < s.to);
function nextOpening(when) { for (let n = 0; n < 8; n++) for (const s of shifts(addDays(startOfDay(when), n))) if (isBefore(when, s.from)) return s.from; return null; }
const show = (d) => format(d, "EEE yyyy-MM-dd HH:mm 'UTC'xxx");
const minutes = (day) => shifts(day).reduce((sum, s) => sum + differenceInMinutes(s.to, s.from), 0);
const march = new Date(2024, 2, 10); const november = new Date(2024, 10, 3);
return { spring: [minutes(march), shifts(march).map((s) => [show(s.from), show(s.to)])], autumn: [minutes(november), shifts(november).map((s) => [show(s.from), show(s.to)])], usual: minutes(addDays(march, 7)), open: [at(march, '01:00'), at(march, '02:30'), at(march, '03:30'), new Date(2024, 2, 11, 13), new Date(2024, 2, 12, 17, 59)].map((d) => [show(d), isOpen(d)]), next: [new Date(2024, 2, 8, 17), new Date(2024, 2, 11, 12, 30), new Date(2024, 2, 9)].map((d) => show(nextOpening(d))), dayLength: [march, november].map((d) => differenceInMinutes(addDays(d, 1), d) / 60), plus: [show(addHours(at(march, '00:30'), 3)), show(addDays(at(addDays(march, -1), '02:30'), 1))] };
