// a pool that runs at most n at a time
async function pool(n, tasks) { const out = []; let active = 0, most = 0; const it = tasks.entries(); await Promise.all(Array.from({ length: n }, async () => { for (const [i, task] of it) { most = Math.max(most, ++active); out[i] = await task(); active--; } })); return { out, most }; }
const tasks = Array.from({ length: 7 }, (_, i) => () => new Promise((r) => setTimeout(r, 1 + (i % 3), i * i)));
return pool(3, tasks);
