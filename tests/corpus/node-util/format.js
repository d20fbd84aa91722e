// util.format with every placeholder
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const { format, formatWithOptions } = require('util');
class A { constructor() { this.x = 1; } toString() { return 'A!'; } }
const cases = { s: ['%s', 'x'], sNumber: ['%s %s %s', 1, -0, 1n], sObject: ['%s', { a: { b: { c: 1 } } }], sClass: ['%s', new A()], sSymbol: ['%s', Symbol('q')], sNull: ['%s %s', null, undefined], sFn: ['%s', function foo() {}], sArray: ['%s', [1, [2, [3]]]], sDate: ['%s', new Date(0)], sError: ['%s', Object.assign(new Error('boom'), { stack: 'Error: boom\n    at x' })],
  d: ['%d %d %d %d', 1, '2', 'x', 3n], dObject: ['%d', {}], dSymbol: ['%d', Symbol('q')], i: ['%i %i %i', 1.9, '2.9px', 'x'], iBig: ['%i', 5n], f: ['%f %f %f', 1.5, '2.5x', Symbol('z')], j: ['%j', { a: [1] }], jCycle: ['%j', (() => { const o = {}; o.o = o; return o; })()], jUndefined: ['%j', undefined], jBig: ['%j', 'q'], o: ['%o', { f() {}, a: [1] }], O: ['%O', { a: { b: { c: { d: 1 } } } }], c: ['%cred%c', 'color: red', ''], percent: ['%% %s', 1], tooFew: ['%s %s', 1], tooMany: ['%s', 1, 2, { a: 1 }], none: [], noFormat: [1, 'a', { b: 2 }], trailing: ['100%', 1], unknown: ['%x %z', 1], dash: ['a', 'b', -0], nul: ['%s', '%s', 'x'], emptyS: ['%s', ''], longS: ['%s', 'a'.repeat(30)] };
for (const [name, args] of Object.entries(cases)) t(name, () => format(...args));
t('options', () => [formatWithOptions({ colors: true }, '%s %O', 1, { a: 1n, b: 'x' }), formatWithOptions({ compact: false }, { a: 1 })]);
t('options bad', () => formatWithOptions('x', 1));
return out;
