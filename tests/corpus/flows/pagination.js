// all pages of a partner's list are fetched, two at a time, deduplicated and put in order
const data = Array.from({ length: 23 }, (_, i) => ({ id: (i * 7) % 23, name: `n${i}` }));
let calls = 0; let active = 0; let most = 0;
async function fetchPage(cursor, size) { calls++; most = Math.max(most, ++active); await new Promise((r) => setTimeout(r, 1 + (cursor % 3))); active--; if (cursor > data.length) throw new RangeError('no such page'); return { items: data.slice(cursor, cursor + size + 1), next: cursor + size < data.length ? cursor + size : null, total: data.length }; }
async function* pages(size) { let cursor = 0; while (cursor !== null) { const page = await fetchPage(cursor, size); yield page.items; cursor = page.next; } }
const sequential = []; for await (const items of pages(5)) sequential.push(...items);
const first = await fetchPage(0, 5);
const cursors = Array.from({ length: Math.ceil(first.total / 5) - 1 }, (_, i) => (i + 1) * 5);
const parallel = [first.items]; const queue = cursors.entries();
await Promise.all([0, 1].map(async () => { for (const [i, c] of queue) parallel[i + 1] = (await fetchPage(c, 5)).items; }));
const unique = (list) => [...new Map(list.map((x) => [x.id, x])).values()].sort((a, b) => a.id - b.id);
const lost = await fetchPage(99, 5).catch((e) => `${e.name}: ${e.message}`);
return { same: JSON.stringify(unique(sequential)) === JSON.stringify(unique(parallel.flat())), raw: sequential.length, unique: unique(sequential).length, calls, most, lost };
