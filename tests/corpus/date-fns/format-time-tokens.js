// format: each letter for hours, minutes, seconds, fractions, day periods, zones, long forms
const f = require('date-fns');
const d = [new Date('2024-03-05T00:00:00.007'), new Date('2024-03-05T12:34:56.789'), new Date('2024-03-05T23:05:09')];
const tokens = ['a', 'aaa', 'aaaa', 'aaaaa', 'b', 'bbb', 'bbbbb', 'B', 'BBBB', 'BBBBB', 'h', 'ho', 'hh', 'H', 'Ho', 'HH', 'K', 'KK', 'k', 'kk', 'm', 'mo', 'mm', 's', 'so', 'ss', 'S', 'SS', 'SSS', 'SSSS', 'X', 'XX', 'XXX', 'x', 'xxx', 'O', 'OOOO', 'z', 'zzzz', 't', 'T', 'P', 'PP', 'PPP', 'PPPP', 'p', 'pp', 'ppp', 'pppp', 'Pp', 'PPPPpppp'];
return Object.fromEntries(tokens.map((t) => [t, d.map((x) => f.format(x, t)).join(' | ')]));
