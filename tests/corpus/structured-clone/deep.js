// depth and breadth
let o = {}; const root = o; for (let i = 0; i < 2000; i++) o = o.n = { i };
let depth = 0; for (let c = structuredClone(root); c.n; c = c.n) depth++;
const list = structuredClone(Array.from({ length: 20000 }, (_, i) => ({ i, s: 's' + i })));
return [depth, list.length, list[19999], structuredClone([[[[[[1]]]]]])];
