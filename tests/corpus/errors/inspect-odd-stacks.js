// errors as util.inspect shows them, with stacks, names and fields of all kinds
const { inspect } = require('util');
const head = (error) => inspect(error).split('\n')[0];
const make = (change, Kind = Error, message = 'm') => { const error = new Kind(message); change(error); return error; };
class Foo extends Error {}
class Bar extends TypeError { name = 'Baz'; }
return [head(new Foo('m')), head(new Bar('m')), head(new Error()), inspect(Object.create(Error.prototype)), inspect(make((e) => { e.stack = undefined; })), inspect(make((e) => { e.stack = ''; }, TypeError)), inspect(make((e) => { delete e.stack; })), inspect(make((e) => { e.stack = 'custom'; })), inspect(make((e) => { e.stack = 'custom'; e.code = 'E1'; })), inspect(make((e) => { e.stack = 5; })),
  head(make((e) => Object.assign(e, { name: 'B', code: 'C', extra: 1 }))), head(make((e) => { e.name = 'Other'; e.stack; e.name = 'Third'; })), head(make((e) => { Object.setPrototypeOf(e, null); })), head(make((e) => { Object.setPrototypeOf(e, TypeError.prototype); })), inspect(make((e) => { e.stack = 'Error: m\n    at a (b:1:1)'; e.cause = make((c) => { c.stack = 'Error: c\n    at d (e:1:1)'; }); })),
  inspect(make((e) => { e.stack = 'x'; e.errors = [make((c) => { c.stack = 'y'; })]; }, AggregateError, [])), head(structuredClone(make((e) => { e.name = 'TypeError'; }))), `${make((e) => { e.name = 'N'; })}`, inspect([make((e) => { e.stack = 'in list'; })]), inspect({ e: make((e) => { e.stack = 'Error: m\n    at f (g:1:1)'; }) })];
