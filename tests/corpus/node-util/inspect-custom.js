// classes with their own inspection, as console prints them
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const util = require('util');
class Money {
  constructor(amount, currency) { this.amount = amount; this.currency = currency; }
  [util.inspect.custom](depth, options, inspect) {
    return depth < 0 ? options.stylize('[Money]', 'special') : `Money<${inspect(this.amount, options)} ${this.currency}>`;
  }
}
const order = { total: new Money(12.5, 'CNY'), lines: [{ price: new Money(1, 'EUR') }], deep: { a: { b: { c: new Money(3, 'USD') } } } };
console.log(order);
console.log('%o', { m: new Money(1, 'X') });
console.log(util.inspect(order, { depth: 0 }), util.inspect(new Money(2, 'Y'), { colors: true }));
class Temp { get [Symbol.toStringTag]() { return 'Celsius'; } }
console.log(new Temp(), [new Temp()], Object.create({ constructor: Money }), Object.create(Money.prototype));
return util.format('%s and %j', new Money(5, 'Z'), new Money(5, 'Z'));
