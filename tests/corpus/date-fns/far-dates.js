// years before 1, past 9999 and at the limits of Date
const f = require('date-fns');
const ds = [new Date('-000043-03-15T00:00Z'), new Date('0000-01-01T00:00Z'), new Date('0050-06-01T00:00Z'), new Date('+012024-01-01T00:00Z'), new Date(8.64e15), new Date(-8.64e15)];
return { formats: ds.map((d) => f.format(d, 'G y yyyy u R yy')), iso: ds.map((d) => f.formatISO(d)), add: [f.addMilliseconds(ds[4], 1), f.addDays(ds[5], -1), f.addYears(ds[2], 100)], difference: [f.differenceInYears(ds[3], ds[0]), f.differenceInCalendarDays(ds[2], ds[1]), f.differenceInDays(ds[4], ds[5])], century: ds.slice(0, 3).map((d) => [f.getDecade(d), f.isLeapYear(d), f.getISOWeekYear(d)]), parse: [f.parse('0050', 'yyyy', ds[2]), f.parse('-1', 'u', ds[2]), f.parse('44 BC', 'y G', ds[2])], set: f.setYear(ds[2], 5) };
