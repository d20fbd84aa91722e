// tz=America/Sao_Paulo: midnights that do not exist, before 2019
const f = require('date-fns');
const day = new Date(2018, 10, 4, 12);
return { start: f.formatISO(f.startOfDay(day)), each: f.eachDayOfInterval({ start: new Date(2018, 10, 3), end: new Date(2018, 10, 5) }).map((d) => f.formatISO(d)), add: f.formatISO(f.addDays(new Date(2018, 10, 3), 1)), difference: [f.differenceInCalendarDays(new Date(2018, 10, 5), new Date(2018, 10, 3)), f.differenceInHours(new Date(2018, 10, 5), new Date(2018, 10, 4))], parse: f.formatISO(f.parse('2018-11-04', 'yyyy-MM-dd', day)), same: f.isSameDay(new Date(2018, 10, 4), f.parseISO('2018-11-04')), after: f.formatISO(new Date(2020, 10, 1)) };
