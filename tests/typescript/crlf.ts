// lines that end as on Windows
interface A {
  b: string;
}
const a: A = { b: `x
y` };
const f = (
  n: number,
): number => n;
return [a.b.length, f(2)];
