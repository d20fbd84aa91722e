// a sort's comparator sees the pairs that it sees in V8, whatever it answers, in long arrays too
let seed = 1; const rnd = (n) => { seed = (Math.imul(seed, 1103515245) + 12345) >>> 0; return (seed >>> 8) % n; };
let hash = 0; const add = (x) => { hash = (Math.imul(hash, 31) + x) | 0; };
const kinds = { num: (a, b) => a - b, bool: (a, b) => a > b, rev: (a, b) => b - a, zero: () => 0, rand: () => rnd(3) - 1, one: () => 1, neg: () => -1, nan: () => NaN, mod: (a, b) => a % 7 - b % 7, str: (a, b) => String(a) < String(b) ? -1 : 1, big: (a, b) => BigInt(a) > BigInt(b) ? 1 : 0 };
const out = [];
for (const [k, f] of Object.entries(kinds)) for (const n of [0, 1, 2, 3, 10, 63, 64, 65, 200, 500]) for (const shape of ['random', 'sorted', 'reversed', 'runs', 'few', 'organ', 'shuffledpart']) {
  const a = Array.from({ length: n }, (_, i) => ({ random: rnd(10000), sorted: i, reversed: n - i, runs: i % 37 < 20 ? i : n - i, few: rnd(4), organ: Math.min(i, n - i), shuffledpart: i % 50 === 0 ? rnd(n) : i })[shape]);
  hash = 0; let calls = 0;
  a.sort((x, y) => { calls++; add(x); add(y * 3); return f(x, y); });
  for (const x of a) add(x);
  out.push(`${k} ${n} ${shape} ${calls} ${hash}`);
}
const holes = [3, undefined, , 1, undefined, 2]; holes.sort((a, b) => a - b); out.push(JSON.stringify(holes), holes.length, 5 in holes);
out.push(JSON.stringify([10, 9, 1, 'b', 'a', null, true].sort()), JSON.stringify(Array.from({ length: 300 }, () => rnd(1000)).sort()));
for (const n of [5, 70, 700]) { const a = Array.from({ length: n }, () => rnd(100)); let c = 0; const before = a.slice().sort((x, y) => x - y).join(); try { a.sort((x, y) => { if (c++ === n) throw new Error('x'); return x - y; }); } catch (e) { out.push(e.message, a.slice().sort((x, y) => x - y).join() === before); } }
const obj = Array.from({ length: 200 }, (_, i) => ({ k: rnd(5), i })); obj.sort((a, b) => a.k - b.k); out.push(obj.map((o) => o.k + ':' + o.i).join());
const al = { length: 3, 0: 'c', 1: 'a', 2: 'b' }; Array.prototype.sort.call(al); out.push(JSON.stringify(al));
return out;
