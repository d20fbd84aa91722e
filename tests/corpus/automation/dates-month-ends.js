// month ends, leap days, quarters and ISO weeks over years
const iso = (d) => d.toISOString().slice(0, 10);
const end = (y, m) => new Date(Date.UTC(y, m + 1, 0));
const week = (date) => { const d = new Date(date); d.setUTCDate(d.getUTCDate() + 4 - (d.getUTCDay() || 7)); const start = Date.UTC(d.getUTCFullYear(), 0, 1); return [d.getUTCFullYear(), Math.ceil(((d - start) / 864e5 + 1) / 7)]; };
const add = (d, n) => { const x = new Date(d); const day = x.getUTCDate(); x.setUTCMonth(x.getUTCMonth() + n); if (x.getUTCDate() !== day) x.setUTCDate(0); return iso(x); };
return { ends: [1900, 2000, 2023, 2024].map((y) => iso(end(y, 1))), weeks: ['2020-12-31', '2021-01-01', '2021-01-04', '2024-12-30', '2026-12-31', '2027-01-03'].map((t) => week(t)),
  adds: [1, 2, 12, -1, 13].map((n) => add('2024-01-31', n)), quarter: [0, 2, 3, 11].map((m) => Math.floor(m / 3) + 1), feb30: iso(new Date(Date.UTC(2023, 1, 30))), y0: new Date(Date.UTC(99, 0)).getUTCFullYear(), far: [new Date(8.64e15).toISOString(), new Date(-1).toISOString(), String(new Date(8.64e15 + 1))] };
