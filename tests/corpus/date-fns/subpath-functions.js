// functions required one by one are those of the whole
const f = require('date-fns');
const names = ['addDays', 'format', 'parse', 'parseISO', 'differenceInMonths', 'eachDayOfInterval', 'isWithinInterval', 'formatDistance', 'getISOWeek', 'lightFormat'];
const load = (p) => { try { const m = require('date-fns/' + p); return Object.keys(m).sort().slice(0, 3); } catch (e) { return e.code; } };
return { single: names.map((n) => typeof require('date-fns/' + n)[n]), works: require('date-fns/addDays').addDays(new Date(0), 1), defaults: load('addDays'), fp: load('fp/addDays'), fpWorks: require('date-fns/fp/addDays').addDays(2)(new Date(0)), nope: [load('nope'), load('fp/nope'), load('_lib/nope')], inventory: Object.keys(f).length, fpInventory: Object.keys(require('date-fns/fp')).length };
