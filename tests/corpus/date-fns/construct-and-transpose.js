// constructFrom, constructNow, transpose and the context option `in`
const f = require('date-fns');
class Tagged extends Date { constructor(...a) { super(...a); this.tag = 'mine'; } }
const t = new Tagged('2024-01-31T10:00'); const sym = require('date-fns/constants').constructFromSymbol;
class Ctx extends Date { constructor(v, note) { super(v); this.note = note; } [sym](v) { return new Ctx(v, this.note); } }
const c = new Ctx('2024-01-31T10:00', 'kept');
return { from: [f.constructFrom(t, 0) instanceof Tagged, f.constructFrom(t, 5).tag, f.constructFrom(new Date(0), '2024-01-01'), f.constructFrom(c, 7).note], now: f.constructNow(t) instanceof Tagged, add: [f.addMonths(t, 1) instanceof Tagged, f.addMonths(t, 1), f.startOfDay(c).note], transpose: [f.transpose(new Date(2024, 1, 3, 4, 5, 6, 7), Tagged).tag, f.transpose(new Date(2024, 1, 3, 4), c)], in: [f.addDays('2024-01-01T00:00', 1, { in: (v) => f.constructFrom(c, v) }).note, f.startOfMonth(t, { in: (v) => new Date(v) }) instanceof Tagged] };
