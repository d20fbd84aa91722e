// method, methodOf and propertyOf turn paths into calls
const _ = require('lodash');
const object = { a: [_.constant(1), (x, y) => [x, y]], b: { c() { return this.d; }, d: 'this of c' } };
return {
  methodOf: _.map(['a[0]', 'b.c'], _.methodOf(object)),
  args: _.methodOf(object, 3, 4)('a[1]'),
  method: _.map([object, { b: { c: () => 'other' } }], _.method('b.c')),
  path: _.method(['a', 1], 5, 6)(object),
  none: _.method('x.y')(object) === undefined,
  propertyOf: _.map([['b', 'd'], 'b.d', 'b.x'], _.propertyOf(object)),
};
