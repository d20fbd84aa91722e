// tz=Pacific/Apia: the day that Samoa left out
const f = require('date-fns');
const before = new Date(2011, 11, 29, 12);
return { add: [1, 2].map((n) => f.formatISO(f.addDays(before, n))), each: f.eachDayOfInterval({ start: before, end: new Date(2012, 0, 1) }).map((d) => f.format(d, 'dd xxx')), difference: [f.differenceInCalendarDays(new Date(2011, 11, 31), before), f.differenceInDays(new Date(2011, 11, 31, 12), before), f.differenceInHours(new Date(2011, 11, 31, 12), before)], skipped: f.formatISO(new Date(2011, 11, 30, 5)), exists: f.isExists(2011, 11, 30), month: [f.endOfMonth(before), f.getDaysInMonth(before)] };
