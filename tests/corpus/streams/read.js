// reading a stream in the plain ways
const settled = async (f) => { try { return (await f()) ?? null; } catch (e) { return [e.name, e.code ?? null]; } };
const make = () => new ReadableStream({ start(c) { c.enqueue('a'); c.enqueue('b'); c.close(); } });
const r = make().getReader();
const reads = [await r.read(), await r.read(), await r.read()];
const items = []; for await (const x of make()) items.push(x);
const s = make(); const values = []; for await (const x of s.values({ preventCancel: true })) { values.push(x); break; }
const rest = await s.getReader().read();
const t = make(); for await (const x of t) break;
return [reads, items, values, rest, await settled(() => t.getReader().read()), t.locked, await r.closed ?? null, await settled(() => { const u = make(); u.getReader(); return u.getReader(); }), await settled(() => { const u = make(); u.getReader(); return u.cancel(); })];
