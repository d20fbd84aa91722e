// util.isArray and its old family
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const util = require('util');
const values = [undefined, null, 1, 'x', true, Symbol('x'), {}, [], () => 1, /x/, new Date(0), new Error('x'), Buffer.alloc(1), 1n];
for (const name of ['isArray', 'isBoolean', 'isBuffer', 'isDate', 'isError', 'isFunction', 'isNull', 'isNullOrUndefined', 'isNumber', 'isObject', 'isPrimitive', 'isRegExp', 'isString', 'isSymbol', 'isUndefined']) t(name, () => values.map((v) => util[name](v)));
t('extend', () => util._extend({ a: 1 }, { b: 2 }));
t('keys', () => Object.keys(util).filter((k) => !['getCallSite', 'getCallSites', 'getSystemErrorMessage', 'transferableAbortController', 'transferableAbortSignal'].includes(k)).sort());
return out;
