// tz=Asia/Shanghai: local fields east of Greenwich, and the hour that 1940 to 1991 had in summer
const f = (d) => [d.getFullYear(), d.getMonth() + 1, d.getDate(), d.getHours(), d.getTimezoneOffset()].join(' ');
return [f(new Date(0)), f(new Date('2024-02-29T20:00:00Z')), f(new Date('1988-07-01T00:00:00Z')), f(new Date(1988, 6, 1)), new Date(2024, 1, 29).toISOString(), new Date('2024-02-29').getHours(), new Date('2024-02-29T00:00').toISOString(), new Date(2024, 0, 1).toString().slice(0, 33), new Date(2024, 0, 1, 23).toDateString()];
