// What functions say of their source, nested, of classes, with characters beyond ASCII, and made of text.
const outer = (a, b = { c: 1 }) => {
  function inner(x) { /* ünïcode 名字 😀 */ return () => x + a; }
  return [inner, inner(1)];
};
class Shape {
  #sides = 3;
  static kinds = ['triangle'];
  constructor(name) { this.name = name; }
  get sides() { return this.#sides; }
  async *walk() { yield this.name; }
  static of(name) { return new this(name); }
}
class Empty extends Shape {}
const [first, second] = outer(2);
const described = Object.getOwnPropertyDescriptor(Shape.prototype, 'sides').get;
const object = { method() { return 1; }, get value() { return 2; }, async ['com' + 'puted']() {}, *each() {} };
const getter = Object.getOwnPropertyDescriptor(object, 'value').get;
return [
  outer, first, second, Shape, Empty, described, Shape.prototype.walk, Shape.of,
  object.method, getter, object.computed, object.each,
  eval('(function evaluated(y) { return y * 2; })'), new Function('p', 'q', 'return p + q'),
].map(String).concat(first(5)(), second(), `${(n) => n}`, JSON.stringify([object.method.name, outer.length]));
