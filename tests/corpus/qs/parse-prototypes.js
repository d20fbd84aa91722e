// names of Object.prototype in keys
const qs = require('qs');
const texts = ['__proto__[x]=1', 'a[__proto__][x]=1', 'constructor=1', 'a[hasOwnProperty]=b', 'toString', 'a.constructor.prototype.x=1', 'a[]=1&a[length]=5', 'hasOwnProperty[a]=1'];
const show = (v) => (v && typeof v === 'object' ? [Object.getPrototypeOf(v) === null, Array.isArray(v), Object.entries(v).map(([k, x]) => [k, show(x)])] : v);
return { usual: texts.map((x) => show(qs.parse(x))), allowed: texts.map((x) => show(qs.parse(x, { allowPrototypes: true, allowDots: true }))), plain: texts.map((x) => show(qs.parse(x, { plainObjects: true }))), clean: ({}).x === undefined };
