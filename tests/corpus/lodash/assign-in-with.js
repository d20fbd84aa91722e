// assignIn, assignInWith, extendWith take inherited properties, assignWith does not
const _ = require('lodash');
function Base() { this.own = 1; }
Base.prototype.inherited = 2;
const keepOld = (old, fresh) => (old === undefined ? fresh : old);
return {
  assignIn: _.assignIn({ z: 0 }, new Base()),
  assignInWith: _.assignInWith({ own: 9 }, new Base(), keepOld),
  extendWith: _.extendWith({}, new Base(), { own: 5 }, keepOld),
  assignWith: _.assignWith({}, new Base(), keepOld),
  seen: (() => { const keys = []; _.assignInWith({}, new Base(), (o, s, key) => { keys.push(key); }); return keys; })(),
};
