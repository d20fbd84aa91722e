// update and updateWith create what is on the way
const _ = require('lodash');
return {
  update: _.update({ a: [{ b: { c: 3 } }] }, 'a[0].b.c', (n) => n * n),
  fresh: _.update({}, 'x[0].y', (n) => (n === undefined ? 'new' : n)),
  withObject: _.updateWith({}, '[0][1]', _.constant('a'), Object),
  customizer: _.updateWith({ a: 1 }, 'b.c.d', _.constant(1), (value, key) => (key === 'b' ? { made: true } : undefined)),
  nil: _.update(null, 'a', _.identity),
};
