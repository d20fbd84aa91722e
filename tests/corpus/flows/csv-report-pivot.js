// sales by region and month, totals, share, rank, a chart in text
const sales = Array.from({ length: 48 }, (_, i) => ({ region: ['north', 'south', 'east'][i % 3], month: `2024-${String((i % 4) + 1).padStart(2, '0')}`, amount: ((i * 997) % 5000) / 10 }));
const months = [...new Set(sales.map((s) => s.month))].sort();
const pivot = Object.fromEntries([...new Set(sales.map((s) => s.region))].sort().map((r) => [r, Object.fromEntries(months.map((m) => [m, sales.filter((s) => s.region === r && s.month === m).reduce((t, s) => t + s.amount, 0)]))]));
const totals = Object.entries(pivot).map(([r, ms]) => ({ r, total: +Object.values(ms).reduce((a, b) => a + b, 0).toFixed(2) })).sort((a, b) => b.total - a.total);
const sum = totals.reduce((t, x) => t + x.total, 0);
console.table(pivot);
const chart = totals.map(({ r, total }) => `${r.padEnd(6)} ${'█'.repeat(Math.round((total / totals[0].total) * 20))} ${((total / sum) * 100).toFixed(1)}%`);
for (const row of chart) console.log(row);
const mean = sum / sales.length; const sd = Math.sqrt(sales.reduce((s, x) => s + (x.amount - mean) ** 2, 0) / (sales.length - 1));
return { pivot, totals, chart, mean: +mean.toFixed(4), sd: +sd.toFixed(4), growth: months.slice(1).map((m, i) => +((pivot.north[m] / pivot.north[months[i]] - 1) * 100).toFixed(2)), outliers: sales.filter((s) => Math.abs(s.amount - mean) > 1.6 * sd).length };
