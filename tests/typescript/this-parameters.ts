// `this` as the first parameter goes, with its comma
function alone(this: { n: number }) { return this.n; }
function before(this: { n: number }, a: number) { return this.n + a; }
const method = { n: 5, get(this: { n: number }, /* kept */ b: number): number { return this.n * b; } };
return [alone.call({ n: 1 }), before.call({ n: 1 }, 2), method.get(3), alone.length, before.length];
