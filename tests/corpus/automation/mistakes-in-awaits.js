// mistakes around await: what is thrown, and where
const told = (f) => { try { return f(); } catch (e) { return `${e.name}: ${e.message}`; } };

const get = async (ok) => { await null; if (!ok) throw new Error('down'); return { data: null }; };
const out = []; const tell = async (f) => { try { out.push(await f()); } catch (e) { out.push(`${e.name}: ${e.message}`); } };
await tell(async () => (await get(true)).data.items); await tell(async () => get(true).data.items); await tell(async () => { const { items } = (await get(true)).data; return items; });
await tell(async () => { for (const i of get(true)) out.push(i); }); await tell(async () => { for await (const i of await get(true)) out.push(i); }); await tell(async () => { const [a] = await get(true); return a; });
await tell(async () => (await get(false)).x); await tell(() => Promise.all([get(true), get(false), 5]).then((r) => r.length)); await tell(async () => [...(await get(true)).data]); await tell(async () => (await get(true))()); await tell(async () => await (await get(true)).json()); await tell(async () => new (await get(true))()); await tell(() => Promise.race([]) && 'never'); await tell(() => Promise.any([get(false)]).catch((e) => [e.name, e.message, e.errors.length])); await tell(async () => { await Promise.reject(); }).catch((e) => out.push(String(e)));
return out;
