// pipeTo with its options
const settled = async (f) => { try { return (await f()) ?? null; } catch (e) { return [e.name, e.code ?? null]; } };
const sink = (log) => new WritableStream({ write(x) { log.push(x); }, close() { log.push('closed'); }, abort(r) { log.push(['aborted', String(r)]); } });
const run = async (source, options) => { const log = []; const w = sink(log); const r = await settled(() => source.pipeTo(w, options)); return [r, log, w.locked]; };
const bad = () => new ReadableStream({ start(c) { c.error(new RangeError('src')); } });
const stop = new AbortController(); stop.abort('enough');
const endless = new ReadableStream({ pull(c) { c.enqueue(1); } });
const soon = new AbortController(); setTimeout(() => soon.abort(), 5);
const later = await settled(() => endless.pipeTo(new WritableStream({ write: () => new Promise((r) => setTimeout(r, 1)) }), { signal: soon.signal }));
return [await run(ReadableStream.from([1, 2])), await run(ReadableStream.from([1]), { preventClose: true }), await run(bad()), await run(bad(), { preventAbort: true }), await run(ReadableStream.from([1]), { signal: stop.signal }).catch((e) => e), later, await settled(() => ReadableStream.from([1]).pipeTo({})), await settled(() => ReadableStream.from([1]).pipeTo(sink([]), { signal: 1 }))];
