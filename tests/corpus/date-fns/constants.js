// the constants that date-fns exports
const f = require('date-fns');
const c = require('date-fns/constants');
return { names: Object.keys(c).filter((k) => typeof c[k] !== 'symbol').sort().map((k) => [k, c[k]]), symbol: String(c.constructFromSymbol), inWhole: f.daysInWeek === undefined };
