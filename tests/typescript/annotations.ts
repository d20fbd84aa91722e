// types of variables, parameters, results, properties and destructured names
const total: number = 3, name: string | null = null;
let late: string;
late = 'set';
function add(a: number, b?: number, ...rest: number[]): number { return a + (b ?? 0) + rest.length; }
const { x, y: [first, second = 2] }: { x: number; y: [number, number?] } = { x: 1, y: [10] };
const arrow = (value: unknown): value is string => typeof value === 'string';
const block = async (n: number): Promise<number> => { await null; return n; };
return [total, name, late, add(1), add(1, 2, 3, 4), x, first, second, arrow('a'), await block(7)];
