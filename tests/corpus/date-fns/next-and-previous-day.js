// nextMonday … previousSunday, nextDay and previousDay
const f = require('date-fns');
const d = new Date('2024-07-03T15:00'); const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
return { next: days.map((n) => f['next' + n](d)), previous: days.map((n) => f['previous' + n](d)), byNumber: [0, 3, 6].map((n) => [f.nextDay(d, n), f.previousDay(d, n)]), is: days.filter((n) => f['is' + n](d)), weekend: [f.isWeekend(d), f.isWeekend('2024-07-06')] };
