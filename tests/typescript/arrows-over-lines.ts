// types that stand over several lines, also where an arrow must follow its parameters on the same line
const one = (
  a: number,
  b: {
    c: string;
  },
): Promise<
  string
> => Promise.resolve(a + b.c);
const two = async <
  T extends object
>(value: T): Promise<
  T[]
> => [value];
const three = (a: number) :
  number => a;
return [await one(1, { c: 'x' }), await two<{ y: 2 }>({ y: 2 }), three(3)];
