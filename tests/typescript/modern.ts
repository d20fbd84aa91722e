// syntax newer than most parsers, with types: private brands, static blocks, logical assignment, bigints
class Brand { #b: number = 1; static has(value: object): boolean { return #b in value; } static { (this as any).ready = true; } }
let n: number | null = null; n ??= 5 as number; n ||= 6; n &&= n! + 1;
const big: bigint = 12_000n, separated: number = 1_000.5;
const groups: { year?: string } = /(?<year>\d+)/.exec('in 2026')!.groups as any;
const at: number | undefined = [1, 2, 3].at(-1) as number;
const { a, ...others }: { a: number; [k: string]: number } = { a: 1, b: 2, c: 3 };
const key = 'dynamic' as const, computed = { [key]: 1, async *gen<T>(this: void, v: T): AsyncGenerator<T> { yield v; } };
const got: unknown[] = []; for await (const v of computed.gen<string>('v')) got.push(v);
type Unique = unique symbol; type Getter = abstract new (...args: any[]) => object; type Import = import('x').Y<string>;
return [Brand.has(new Brand()), (Brand as any).ready, n, String(big), separated, groups.year, at, a, others, computed.dynamic, got];
