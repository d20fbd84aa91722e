// durations and ISO forms
const f = require('date-fns');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const d = (s) => new Date(s);
const iso = (x) => (x instanceof Date ? (isNaN(x) ? 'Invalid' : x.toISOString()) : Array.isArray(x) ? x.map(iso) : x && typeof x === 'object' ? Object.fromEntries(Object.entries(x).map(([k, v]) => [k, iso(v)])) : x);
const u={years:2,months:9,weeks:1,days:7,hours:5,minutes:9,seconds:30}; return [f.formatDuration(u), f.formatDuration(u,{format:['months','weeks']}), f.formatDuration({years:0,months:9},{zero:true}), f.formatDuration({hours:1},{delimiter:', '}), f.formatISODuration(u), f.milliseconds({hours:1,days:1}), f.hoursToMinutes(1.5), f.minutesToHours(140), f.secondsToMinutes(150), f.daysToWeeks(20), f.monthsToYears(30), f.weeksToDays(2), f.yearsToMonths(2), f.millisecondsToHours(7.3e6), f.quartersToMonths(3), f.yearsToDays(2), f.formatISO(d('2024-02-29T12:34:56Z')), f.formatISO(d('2024-02-29T12:34:56Z'),{format:'basic',representation:'date'}), f.formatISO9075(d('2024-02-29T12:34:56Z')), f.formatRFC3339(d('2024-02-29T12:34:56.7Z'),{fractionDigits:3}), f.formatRFC7231(d('2024-02-29T12:34:56Z')), f.toDate(5).getTime()];
