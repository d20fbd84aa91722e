// isBoolean, isNumber, isString, isNaN, isNil, isNull, isUndefined, isFinite, isInteger, isSafeInteger, isLength
const _ = require('lodash');
const values = { t: true, boxedT: Object(false), zero: 0, minusZero: -0, nan: NaN, boxedNan: Object(NaN), inf: Infinity, half: 0.5, big: 2 ** 53, text: '3', boxedText: Object('x'), empty: '', nul: null, undef: undefined, bigint: 3n };
const tests = ['isBoolean', 'isNumber', 'isString', 'isNaN', 'isNil', 'isNull', 'isUndefined', 'isFinite', 'isInteger', 'isSafeInteger', 'isLength', 'isEmpty'];
return _.mapValues(values, (v) => tests.filter((t) => _[t](v)).join(' '));
