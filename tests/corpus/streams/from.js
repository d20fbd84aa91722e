// ReadableStream.from
const settled = async (f) => { try { return (await f()) ?? null; } catch (e) { return [e.name, e.code ?? null]; } };
const all = async (s) => { const out = []; for await (const x of s) out.push(x); return out; };
const log = [];
async function* gen() { try { yield 1; yield Promise.resolve(2); yield 3; } finally { log.push('returned'); } }
const s = ReadableStream.from(gen()); for await (const x of s) { log.push(x); break; }
return [await all(ReadableStream.from([1, 2])), await all(ReadableStream.from('héx')), await all(ReadableStream.from(new Set([1]))), await all(ReadableStream.from(gen())), await all(ReadableStream.from([Promise.resolve(5)])), log, await settled(() => ReadableStream.from(1)), await settled(() => ReadableStream.from(null)), await settled(() => ReadableStream.from({})), await settled(() => all(ReadableStream.from((async function* () { yield 1; throw new RangeError('x'); })())))];
