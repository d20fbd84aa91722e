// check digits: EAN-13, ISBN-10, IBAN, Luhn, Code 39 texts, a label laid out by columns
const digitsOf = (s) => [...s].map(Number); const ean = (s) => (10 - (digitsOf(s).reduce((a, d, i) => a + d * (i % 2 ? 3 : 1), 0) % 10)) % 10;
const isbn = (s) => { const r = digitsOf(s.slice(0, 9)).reduce((a, d, i) => a + d * (10 - i), 0) % 11; const c = (11 - r) % 11; return c === 10 ? 'X' : String(c); };
const iban = (s) => { const t = s.replace(/\s/g, '').toUpperCase(); if (!/^[A-Z]{2}\d{2}[A-Z\d]{4,30}$/.test(t)) return false; const n = (t.slice(4) + t.slice(0, 4)).replace(/[A-Z]/g, (c) => c.charCodeAt(0) - 55); return BigInt(n) % 97n === 1n; };
const luhn = (s) => [...s.replace(/\D/g, '')].reverse().reduce((a, c, i) => { const d = i % 2 ? c * 2 : +c; return a + (d > 9 ? d - 9 : d); }, 0) % 10 === 0;
const wide = (s) => [...s].reduce((n, c) => n + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uff00-\uff60\u{1f300}-\u{1faff}]/u.test(c) ? 2 : 1), 0);
const pad = (s, n) => s + ' '.repeat(Math.max(0, n - wide(s))); const cut = (s, n) => { let out = ''; for (const c of s) { if (wide(out + c) > n) break; out += c; } return out; };
const label = [['绿茶 Green', '¥12.50'], ['一二三四五六七八九十', '€1'], ['🍵 tea', '']].map(([a, b]) => `|${pad(cut(a, 12), 12)}|${b.padStart(8)}|`);
return { ean: ['400638133393', '590123412345', '000000000000'].map((s) => s + ean(s)), isbn: ['030640615', '097522980', '080442957'].map((s) => s + isbn(s)), iban: ['DE89 3704 0044 0532 0130 00', 'GB82WEST12345698765432', 'DE89370400440532013001', 'FR14 2004 1010 0505 0001 3M02 606', 'x'].map(iban), luhn: ['4242 4242 4242 4242', '79927398713', '79927398710'].map(luhn), label, widths: label.map(wide) };
