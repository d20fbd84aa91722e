// opening hours: intervals merged, cut at midnight, summed by day
const at = (t) => Date.parse(`2024-03-${t}Z`) / 6e4;
const shifts = [['09T22:00', '10T02:30'], ['10T01:00', '10T03:00'], ['10T03:00', '10T04:00'], ['11T08:15', '11T08:15'], ['10T20:00', '12T01:00']].map((s) => s.map(at)).sort((a, b) => a[0] - b[0]);
const merged = []; for (const [s, e] of shifts) { const last = merged.at(-1); if (last && s <= last[1]) last[1] = Math.max(last[1], e); else merged.push([s, e]); }
const byDay = {}; for (let [s, e] of merged) while (s < e) { const midnight = (Math.floor(s / 1440) + 1) * 1440; const key = new Date(s * 6e4).toISOString().slice(0, 10); byDay[key] = (byDay[key] ?? 0) + Math.min(e, midnight) - s; s = midnight; }
const hm = (m) => `${String(Math.trunc(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`;
return { merged: merged.map((p) => p.map((m) => new Date(m * 6e4).toJSON())), byDay: Object.fromEntries(Object.entries(byDay).map(([k, v]) => [k, hm(v)])), total: hm(Object.values(byDay).reduce((a, b) => a + b, 0)), sorted: Object.keys(byDay) };
