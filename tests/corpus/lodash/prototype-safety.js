// set and merge do not reach Object.prototype
const _ = require('lodash');
const o={}; _.set(o,'__proto__.polluted',1); _.set(o,'constructor.prototype.polluted2',1); _.merge({},JSON.parse('{"__proto__":{"polluted3":1},"constructor":{"prototype":{"polluted4":1}}}')); _.defaultsDeep({},JSON.parse('{"__proto__":{"polluted5":1}}')); _.zipObjectDeep(['__proto__.polluted6'],[1]); const found=['polluted','polluted2','polluted3','polluted4','polluted5','polluted6'].filter(k=>k in {}); return {found, own:Object.keys(o)};
