// tables of brackets: floors, marginal sums, lookups by binary search
const brackets = [[0, 0], [11604, 0.14], [17005, 0.24], [66760, 0.42], [277825, 0.45]]; const tax = (x) => brackets.reduce((sum, [from, rate], i) => sum + Math.max(0, Math.min(x, brackets[i + 1]?.[0] ?? Infinity) - from) * rate, 0);
const find = (x) => { let lo = 0, hi = brackets.length; while (lo < hi) { const mid = (lo + hi) >>> 1; if (brackets[mid][0] <= x) lo = mid + 1; else hi = mid; } return lo - 1; };
return [0, 11604, 11604.01, 20000, 66760, 1e6, -5, NaN].map((x) => [x, tax(x), Number(tax(x).toFixed(2)), find(x), Math.floor(tax(x)), tax(x).toLocaleString('de-DE', { style: 'currency', currency: 'EUR' })]);
