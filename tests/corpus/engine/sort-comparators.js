// the pairs that a comparator sees, and so what an inconsistent one makes
const seen = [];
[5, 2, 8, 1].sort((a, b) => { seen.push(`${a}:${b}`); return a - b; });
return { seen, boolean: [3, 1, 2].sort((a, b) => a > b) };
