// distances, bounding boxes and unit conversions, rounded before they are returned
const places = { Berlin: [52.52, 13.405], 上海: [31.2304, 121.4737], 'São Paulo': [-23.5505, -46.6333], Reykjavík: [64.1466, -21.9426], Suva: [-18.1416, 178.4419] };
const rad = (d) => (d * Math.PI) / 180; const round = (n, digits = 1) => Number(n.toFixed(digits));
const distance = ([a, b], [c, d]) => { const h = Math.sin(rad(c - a) / 2) ** 2 + Math.cos(rad(a)) * Math.cos(rad(c)) * Math.sin(rad(d - b) / 2) ** 2; return 2 * 6371 * Math.asin(Math.sqrt(h)); };
const bearing = ([a, b], [c, d]) => (Math.atan2(Math.sin(rad(d - b)) * Math.cos(rad(c)), Math.cos(rad(a)) * Math.sin(rad(c)) - Math.sin(rad(a)) * Math.cos(rad(c)) * Math.cos(rad(d - b))) * 180 / Math.PI + 360) % 360;
const names = Object.keys(places); const table = {};
names.forEach((a, i) => names.slice(i + 1).forEach((b) => { table[`${a}–${b}`] = [Math.round(distance(places[a], places[b])), round(bearing(places[a], places[b]), 0)]; }));
const units = { km: 1, m: 1e-3, mi: 1.609344, nmi: 1.852, ft: 3.048e-4 }; const convert = (text) => text.replace(/(\d+(?:\.\d+)?)\s*(km|mi|nmi|m|ft)\b(?=\s*→\s*(\w+))/g, (all, n, from, to) => `${round((n * units[from]) / units[to], 2)} ${to} is ${n} ${from}`);
const box = Object.values(places).reduce(([s, w, n, e], [lat, lon]) => [Math.min(s, lat), Math.min(w, lon), Math.max(n, lat), Math.max(e, lon)], [90, 180, -90, -180]);
const dms = (d) => { const a = Math.abs(d); const m = (a % 1) * 60; return `${Math.trunc(a)}°${String(Math.floor(m)).padStart(2, '0')}′${((m % 1) * 60).toFixed(0).padStart(2, '0')}″${d < 0 ? '-' : '+'}`; };
return { table, nearest: names.slice(1).sort((a, b) => distance(places.Berlin, places[a]) - distance(places.Berlin, places[b]))[0], converted: ['5 km → mi', '26.2 mi → km', '100 ft → m', '3 nmi → km'].map(convert), box, dms: places.Reykjavík.map(dms), fahrenheit: [-40, 0, 37.5].map((c) => round(c * 1.8 + 32)) };
