// format: each letter for eras, years, quarters, months, weeks and days in all widths
const f = require('date-fns');
const d = [new Date('2024-03-05T00:00'), new Date('2020-12-31T00:00')];
const tokens = ['G', 'GGGG', 'GGGGG', 'y', 'yo', 'yy', 'yyyyy', 'R', 'RRRRR', 'u', 'Q', 'Qo', 'QQ', 'QQQ', 'QQQQ', 'QQQQQ', 'q', 'M', 'Mo', 'MM', 'MMM', 'MMMM', 'MMMMM', 'L', 'LLLL', 'w', 'wo', 'ww', 'I', 'Io', 'II', 'd', 'do', 'dd', 'E', 'EEEE', 'EEEEE', 'EEEEEE', 'i', 'io', 'ii', 'iiii', 'e', 'eo', 'eeee', 'c', 'cccc'];
return Object.fromEntries(tokens.map((t) => [t, d.map((x) => f.format(x, t)).join(' | ')]));
