// isObject, isObjectLike, isPlainObject, isFunction, isArrayLike, isArrayLikeObject over kinds
const _ = require('lodash');
class A {}
const values = { object: {}, array: [], fn() {}, arrow: () => 1, cls: A, instance: new A(), bare: Object.create(null), string: 's', boxed: Object('s'), map: new Map(), date: new Date(0), regex: /x/, nul: null, undef: undefined, proxy: new Proxy({}, {}), proxyFn: new Proxy(() => 1, {}), asyncFn: async () => 1, gen: function* () {}, args: (function () { return arguments; })(1) };
const tests = ['isObject', 'isObjectLike', 'isPlainObject', 'isFunction', 'isArrayLike', 'isArrayLikeObject', 'isArguments'];
return _.mapValues(values, (v) => tests.filter((t) => _[t](v)).join(' '));
