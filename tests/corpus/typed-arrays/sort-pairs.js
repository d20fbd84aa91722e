// a comparator of a typed array's sort sees the pairs that it sees in V8
const sorted = (array, compare) => { const seen = []; const result = [...array.sort((a, b) => { seen.push(`${a}:${b}`); return compare(a, b); })]; return [String(result), seen.join(' ')]; };
const out = [
  sorted(Int32Array.of(5, 2, 8, 1, 9, 3, 3), (a, b) => a - b), sorted(Uint8Array.of(3, 1, 2), (a, b) => a > b),
  sorted(BigInt64Array.of(3n, -1n, 2n, 2n), (a, b) => (a < b ? -1 : 1)), sorted(Float64Array.of(0.5, NaN, -0, 0), () => 0),
  sorted(Float64Array.from({ length: 40 }, (_, i) => (i * 7919) % 41), (a, b) => a > b), sorted(Int16Array.from({ length: 33 }, (_, i) => 33 - i), (a, b) => (a % 3) - (b % 3)),
  sorted(new Uint8Array(0), () => 1), sorted(Uint8Array.of(7), () => 1), [...Int8Array.of(3, 1, 2).toSorted((a, b) => b > a)], [...Float32Array.of(3, -0, 0, NaN, -1).sort()].map(String),
];
const array = Int32Array.from({ length: 50 }, (_, i) => (i * 31) % 50);
let calls = 0;
try { array.sort((a, b) => { if (++calls === 60) throw new Error('enough'); return a - b; }); } catch (e) { out.push([e.message, calls, [...array].sort((a, b) => a - b).join()]); }
return out;
