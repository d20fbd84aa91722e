// sets by hand: union, intersection, difference, subsets; sets of objects and of NaN
const of = (...x) => new Set(x); const a = of(1, 2, 3, NaN); const b = of(3, 4, NaN);
const union = new Set([...a, ...b]); const both = new Set([...a].filter((x) => b.has(x))); const only = new Set([...a].filter((x) => !b.has(x)));
const o = {}; return { union: [...union].map(String), both: [...both].map(String), only: [...only], subset: [...both].every((x) => a.has(x)), objects: of(o, o, {}).size, zero: Object.is([...of(-0)][0], 0), entries: [...of('x').entries()], text: [...new Set('mississippi')].join('') };
