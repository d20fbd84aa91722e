// bindAll fixes this for named methods and returns the object
const _ = require('lodash');
const view = { label: 'docs', click() { return 'clicked ' + this.label; }, hover() { return this && this.label; } };
const same = _.bindAll(view, ['click']);
const { click, hover } = view;
return {
  same: same === view, bound: click(), elsewhere: click.call({ label: 'x' }), free: hover.call({ label: 'y' }),
  several: (() => { const o = _.bindAll({ n: 1, a() { return this.n; }, b() { return this.n + 1; } }, 'a', 'b'); return [o.a, o.b].map((m) => m()); })(),
  missing: (() => { try { return _.bindAll({}, 'nope') && 'no error'; } catch (e) { return e.name; } })(),
};
