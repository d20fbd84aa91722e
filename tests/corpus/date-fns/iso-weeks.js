// ISO weeks and week years at the turns of years
const f = require('date-fns');
const turns = ['2004-12-31', '2005-01-01', '2008-12-29', '2009-12-31', '2010-01-03', '2015-12-31', '2020-12-31', '2021-01-03', '2021-01-04', '2026-12-31'].map((s) => f.parseISO(s));
return { week: turns.map((d) => `${f.getISOWeekYear(d)}-W${f.getISOWeek(d)}-${f.getISODay(d)}`), weeksIn: turns.map((d) => f.getISOWeeksInYear(d)), formatted: turns.map((d) => f.format(d, "RRRR-'W'II-i")), same: [f.isSameISOWeek(turns[6], turns[7]), f.isSameISOWeekYear(turns[2], turns[3])], last: f.lastDayOfISOWeekYear(turns[0]), lastWeek: f.lastDayOfISOWeek(turns[0]) };
