// signatures without a body, of functions, methods and constructors
function read(value: string): string;
function read(value: number): number;
function read(value: any): any { return value; }
class Reader {
  constructor(a: string);
  constructor(a: number, b: number);
  constructor(public_: any, b?: any) { this.got = [public_, b ?? null]; }
  got: unknown[];
  take(a: string): void
  take(a: number): void
  take(a: unknown) { return a; }
}
return [read('a'), read(1), new Reader(1, 2).got, new Reader('z').got, new Reader('z').take(4)];
