// money in cents: splits, banker rounding, taxes, BigInt
const split = (total, parts) => { const base = Math.floor(total / parts); return Array.from({ length: parts }, (_, i) => base + (i < total - base * parts ? 1 : 0)); };
const bankers = (x) => { const r = Math.round(x); return Math.abs(x % 1) === 0.5 && r % 2 ? r - 1 : r; };
const cents = (t) => { const [, sign, whole, frac = ''] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(t) ?? [null, '', 'x']; return BigInt(sign + whole) * 100n + BigInt(sign + frac.padEnd(2, '0')); };
const told = (f) => { try { return f(); } catch (e) { return `${e.name}: ${e.message}`; } };
return [split(1000, 3), split(-7, 2), [0.5, 1.5, 2.5, -0.5, -1.5, 2.4999].map(bankers), ['12.3', '-0.05', '7', '1.234', 'x'].map((t) => told(() => String(cents(t)))), 19.99 * 100, Math.round(1.005 * 100), Math.round(-2.5), +(0.1 * 3).toFixed(2), (1.255).toFixed(2), (10.235).toFixed(2), Number((2.345).toFixed(2)), 4.35 * 100, 1.1 + 2.2, 123456789.12 * 3, new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' }).format(-0.005), (0.045).toLocaleString('en', { maximumFractionDigits: 2 }), Number.EPSILON > 2 ** -53, Math.fround(5.05), 0.1 * 3 === 0.3];
