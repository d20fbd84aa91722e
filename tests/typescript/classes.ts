// members of classes: modifiers, optional and definite fields, index signatures, `declare`, `abstract`, `override`, `this` types
abstract class Base<T> {
  protected readonly items: T[] = [];
  static #count: number = 0;
  declare ghost: string;
  late!: number;
  optional?: string;
  [key: string]: unknown;
  abstract area(): number;
  abstract get label(): string;
  private static make<U>(this: void, value: U): U { Base.#count++; return value; }
  public add(this: this, item: T): this { this.items.push(item); return this; }
  static get count(): number { Base.make<number>(1); return Base.#count; }
  protected async *[Symbol.asyncIterator](): AsyncGenerator<T, void> { yield* this.items; }
}
class Square extends Base<number> implements Iterable<number> {
  override area(): number { return this.items.reduce((a: number, b: number): number => a * b, 1); }
  override get label(): string { return 'square'; }
  *[Symbol.iterator](): Iterator<number> { yield* this.items; }
  private ['computed'] = 5;
  static { Square.prototype.toString = function (this: Square): string { return this.label; }; }
}
const square = new Square().add(3).add(4);
const seen: number[] = [];
for await (const item of square as unknown as AsyncIterable<number>) seen.push(item);
return [square.area(), String(square), [...square], seen, Base.count, Object.keys(square).sort(), square['computed']];
