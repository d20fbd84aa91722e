// hours, minutes, seconds, days, months, quarters, years into each other
const f = require('date-fns');
const names = ['daysToWeeks', 'hoursToMilliseconds', 'hoursToMinutes', 'hoursToSeconds', 'millisecondsToHours', 'millisecondsToMinutes', 'millisecondsToSeconds', 'minutesToHours', 'minutesToMilliseconds', 'minutesToSeconds', 'monthsToQuarters', 'monthsToYears', 'quartersToMonths', 'quartersToYears', 'secondsToDays', 'secondsToHours', 'secondsToMilliseconds', 'secondsToMinutes', 'weeksToDays', 'yearsToDays', 'yearsToMonths', 'yearsToQuarters'];
return Object.fromEntries(names.map((n) => [n, [0, 1, 2.5, 17, 86400, -7.9].map((x) => (typeof f[n] === 'function' ? (Object.is(f[n](x), -0) ? '-0' : f[n](x)) : 'none'))]));
