// stability, default order, comparators, undefined and holes, huge lists
const people = Array.from({ length: 600 }, (_, i) => ({ i, age: (i * 7919) % 10 }));
const sorted = [...people].sort((a, b) => a.age - b.age);
const stable = sorted.every((p, n) => n === 0 || sorted[n - 1].age < p.age || sorted[n - 1].i < p.i);
const calls = []; [3, 1, 2].sort((a, b) => { calls.push(1); return a - b; });
return { stable, first: sorted.slice(0, 3), def: [1, 10, 2, 'b', 'a', undefined, null, true, -1, [5], 'B'].sort().map(String), holes: (() => { const a = [3, , 1, undefined, 2]; a.sort(); return [a.length, 4 in a, a.map(String)]; })(), str: ['é', 'z', 'a', 'Z', 'ä', '中', '😀', '\uffff'].sort(), to: [3, 1, 2].toSorted((a, b) => b - a), bad: (() => { try { [1, 2].sort('x'); } catch (e) { return e.name; } })(), keys: ['b10', 'b9', 'B1', 'a'].sort((a, b) => (a < b ? -1 : 1)), multi: [{ a: 1, b: 2 }, { a: 0, b: 3 }, { a: 1, b: 1 }].sort((x, y) => x.a - y.a || x.b - y.b), like: Array.prototype.sort.call({ length: 3, 0: 'c', 1: 'a', 2: 'b' }), neg: [-0, 0, -1].sort((a, b) => a - b).map((x) => (Object.is(x, -0) ? '-0' : x)), called: calls.length > 1 };
