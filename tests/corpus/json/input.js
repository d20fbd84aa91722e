// the input is the parsed JSON
return { type: typeof input, keys: Object.keys(input), sum: input.numbers.reduce((a, b) => a + b, 0), text: input.text, deep: input.a.b.c[1].d, big: input.big, proto: Object.getPrototypeOf(input) === Object.prototype, isArray: Array.isArray(input.numbers), mutated: (() => { input.x = 1; return input.x; })() };
