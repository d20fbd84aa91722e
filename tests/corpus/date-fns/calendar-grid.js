// the grid of a month in weeks from Sunday and Monday
const f = require('date-fns');
const grid = (y, m, weekStartsOn) => { const first = new Date(y, m, 1); const days = f.eachDayOfInterval({ start: f.startOfWeek(first, { weekStartsOn }), end: f.endOfWeek(f.endOfMonth(first), { weekStartsOn }) }); return Array.from({ length: days.length / 7 }, (_, i) => days.slice(i * 7, i * 7 + 7).map((d) => (f.isSameMonth(d, first) ? f.getDate(d) : 0))); };
return { sunday: grid(2024, 1, 0), monday: grid(2024, 8, 1), four: grid(2021, 1, 1).length, six: grid(2023, 9, 1).length, weeks: [f.getWeeksInMonth(new Date(2021, 1, 1), { weekStartsOn: 1 }), f.getWeeksInMonth(new Date(2023, 9, 1), { weekStartsOn: 1 })] };
