// two of one
const [a, b] = ReadableStream.from([{ n: 1 }, { n: 2 }]).tee();
const all = async (s) => { const out = []; for await (const x of s) out.push(x); return out; };
const [x, y] = await Promise.all([all(a), all(b)]);
const [c, d] = new Blob(['abc']).stream().tee();
const bytes = await Promise.all([all(c), all(d)]);
const log = []; const s = new ReadableStream({ cancel(r) { log.push(r); } }); const [e, f] = s.tee();
const done = Promise.all([e.cancel('one'), f.cancel('two')]); await done;
return [x, y, x[0] === y[0], bytes.map((l) => l.map((u) => [...u])), log, s.locked];
