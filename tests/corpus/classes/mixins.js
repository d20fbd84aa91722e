// mixins by functions that return classes, and Symbol.hasInstance
const Serializable = (Base) => class extends Base { toJSON() { return { kind: this.constructor.name, ...this }; } };
const Comparable = (Base) => class extends Base { compareTo(o) { return this.valueOf() - o.valueOf(); } };
class Money { constructor(cents) { this.cents = cents; } valueOf() { return this.cents; } }
class Price extends Comparable(Serializable(Money)) {}
const Even = { [Symbol.hasInstance]: (n) => n % 2 === 0 };
const list = [new Price(300), new Price(100), new Price(200)].sort((a, b) => a.compareTo(b));
return { list, chain: list[0] instanceof Money, even: [2 instanceof Even, 3 instanceof Even], sum: list[0] + list[1] };
