// generics of functions, classes, calls, `new`, tagged templates and arrows
function first<T, U extends T[] = T[]>(list: U): T | undefined { return list[0]; }
const wrap = <T,>(value: T): { value: T } => ({ value });
const pair = async <A extends string, B>(a: A, b: B): Promise<[A, B]> => [a, b];
class Box<T extends object = {}> { constructor(readonlyValue: T) { this.value = readonlyValue; } value: T; }
const tag = <T>(texts: TemplateStringsArray, ...values: T[]) => texts.join('|') + values.length;
const made = new Map<string, Array<Map<number, Set<string>>>>([['a', []]]);
const instantiated = first<number>;
return [first<number>([5, 6]), wrap<string>('w').value, await pair<'k', number>('k', 1), new Box<{ a: 1 }>({ a: 1 }).value.a,
  tag<number>`a${1}b${2}c`, made.size, instantiated([9]), 1 < 2, (3 > 2)];
