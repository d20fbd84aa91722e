// forIn, forInRight, forOwnRight, eachRight: order and early exit
const _ = require('lodash');
function T() { this.a = 1; this.b = 2; }
T.prototype.c = 3;
const walk = (name, value, stop) => { const seen = []; _[name](value, (v, k) => { seen.push(k + '=' + v); return k !== stop; }); return seen.join(); };
return {
  forIn: walk('forIn', new T()), forInRight: walk('forInRight', new T()), forOwn: walk('forOwn', new T()), forOwnRight: walk('forOwnRight', new T()),
  stopped: walk('forInRight', new T(), 'b'), eachRight: walk('eachRight', ['x', 'y', 'z'], 1), string: walk('eachRight', 'abc'),
  numeric: walk('forOwn', { b: 1, 2: 1, a: 1, 1: 1 }), returned: _.forIn([1], _.noop).length,
};
