// the array methods on typed arrays, newer ones too
const a = Float64Array.of(3, 1, NaN, -0, 0, 2, -Infinity);
const s = (x) => (Object.is(x, -0) ? '-0' : String(x));
return {
  sorted: [...a.toSorted()].map(s), rev: [...a.toReversed()].map(s), with: [...a.with(1, 9)].map(s), at: a.at(-1) === -Infinity, find: a.findLast((x) => x > 1), idx: [a.indexOf(NaN), a.includes(NaN), a.findLastIndex((x) => x === 0), a.lastIndexOf(0)], map: [...a.map((x) => x * 2)].map(s), filter: a.filter((x) => x > 0).length, reduce: Int8Array.of(100, 100).reduce((x, y) => x + y), fill: [...new Uint8Array(4).fill(7, 1, 3)], copy: [...Uint8Array.of(1, 2, 3, 4, 5).copyWithin(0, 3)], join: Uint8Array.of(1, 2).join('-'), entries: [...Uint8Array.of(5, 6).entries()], some: a.some(Number.isNaN), numericSort: [...Int32Array.of(10, 9, 1, -5).sort()], cmp: [...Int32Array.of(10, 9, 1).sort((x, y) => y - x)], species: Uint8Array.of(1).map((x) => x * 300)[0],
};
