// a receipt of fixed width: wrapped names, aligned sums, a bar code's check digit, full-width characters
const width = (s) => [...s].reduce((n, c) => n + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/u.test(c) ? 2 : 1), 0);
const pad = (s, n) => s + ' '.repeat(Math.max(0, n - width(s)));
const wrap = (s, n) => s.split(' ').reduce((ls, w) => { const last = ls.at(-1); if (last !== undefined && width(`${last} ${w}`) <= n) ls[ls.length - 1] = `${last} ${w}`; else ls.push(w); return ls; }, []);
const ean = (d) => d + ((10 - ([...d].reduce((s, c, i) => s + c * (i % 2 ? 3 : 1), 0) % 10)) % 10);
const items = [['Green tea, finest first flush of the year', 2, 12.5], ['乌龙茶 精选', 1, 30], ['Kanne', 10, 1.005]];
const lines = items.flatMap(([name, qty, price]) => { const [first, ...more] = wrap(name, 20); const sum = (qty * price).toFixed(2); return [pad(first, 20) + String(qty).padStart(4) + sum.padStart(8), ...more.map((m) => `  ${m}`)]; });
const total = items.reduce((s, [, q, p]) => s + q * p, 0);
return { lines, rule: '='.repeat(32), total: pad('TOTAL', 24) + total.toFixed(2).padStart(8), ean: ['400638133393', '978020137962'].map(ean), widths: lines.map(width), roman: [1994, 2024, 4].map((n) => [[1000, 'M'], [900, 'CM'], [500, 'D'], [400, 'CD'], [100, 'C'], [90, 'XC'], [50, 'L'], [40, 'XL'], [10, 'X'], [9, 'IX'], [5, 'V'], [4, 'IV'], [1, 'I']].reduce((s, [v, r]) => { while (n >= v) { s += r; n -= v; } return s; }, '')) };
