// kinds of values: bigint, symbols, functions, dates, boxed, class instances, inherited
const qs = require('qs');
class Item { constructor() { this.own = 1; } get got() { return 2; } method() {} }
const child = Object.create({ inherited: 1 }, { own: { value: 2, enumerable: true }, hidden: { value: 3 } });
const t = (f) => { try { return f(); } catch (e) { return `${e.name}: ${e.message}`; } };
return [{ a: 10n }, { a: Symbol('x') }, { a() {} }, { a: new Number(1), b: new String('x'), c: Object(false) }, new Item(), child, { a: NaN, b: -0, c: Infinity, d: 1e21 }, { a: new Map([[1, 2]]) }, { a: new Set([1]) }, { a: /x/ }, { a: new Error('e') }, { [Symbol('k')]: 1, b: 2 }, { a: undefined }, { a: new Date(NaN) }, 'text', () => 1].map((v) => t(() => qs.stringify(v, { encode: false })));
