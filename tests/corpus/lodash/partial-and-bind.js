// partial, partialRight, bind, bindKey with placeholders and late methods
const _ = require('lodash');
const list = (...a) => a; const o = { u: 'x', hi(g, p) { return g + this.u + p; } };
const late = _.bindKey(o, 'hi', 'hey '); o.hi = function (g, p) { return g + 'new ' + this.u + p; };
return { partial: [_.partial(list, 1, _, 3)(2, 4), _.partial(list)(1), _.partial(list, _, _)(1)], right: [_.partialRight(list, _, 3)(1, 2), _.partialRight(list, 'end')(1, 2)], bind: [_.bind(o.hi, { u: 'y' }, _, '!')('yo '), _.bind(list, null, 1)(2)], late: late('?'), construct: (() => { function P(a, b) { this.a = a; this.b = b; } const B = _.bind(P, {}, 1); const v = new B(2); return [v.a, v.b, v instanceof P]; })(), ary: [_.ary(list, 2)(1, 2, 3), _.unary(list)(1, 2), _.flip(list)(1, 2, 3), _.rearg(list, 2, 0)(1, 2, 3), _.rest(list, 1)(1, 2, 3), _.spread(list, 1)('a', ['b', 'c'])] };
