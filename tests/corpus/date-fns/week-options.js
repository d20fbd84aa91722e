// weekStartsOn and firstWeekContainsDate in startOfWeek, getWeek, getWeekYear, weeks in month
const f = require('date-fns');
const d = new Date('2021-01-01T12:00');
const starts = [0, 1, 3, 6]; const firsts = [1, 4, 7];
return { start: starts.map((weekStartsOn) => f.startOfWeek(d, { weekStartsOn })), end: starts.map((weekStartsOn) => f.endOfWeek(d, { weekStartsOn })), week: starts.map((weekStartsOn) => firsts.map((firstWeekContainsDate) => [f.getWeek(d, { weekStartsOn, firstWeekContainsDate }), f.getWeekYear(d, { weekStartsOn, firstWeekContainsDate })])), month: starts.map((weekStartsOn) => [f.getWeekOfMonth(d, { weekStartsOn }), f.getWeeksInMonth(d, { weekStartsOn })]), startYear: firsts.map((firstWeekContainsDate) => f.startOfWeekYear(d, { firstWeekContainsDate })), last: f.lastDayOfWeek(d, { weekStartsOn: 1 }), locale: f.startOfWeek(d, { locale: require('date-fns/locale/de').de }) };
