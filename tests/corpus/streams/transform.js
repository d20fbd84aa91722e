// transforming, and its ends
const settled = async (f) => { try { return (await f()) ?? null; } catch (e) { return [e.name, e.code ?? null]; } };
const all = async (s) => { const out = []; for await (const x of s) out.push(x); return out; };
const doubled = new TransformStream({ start(c) { c.enqueue('head'); }, transform(x, c) { c.enqueue(x * 2); }, flush(c) { c.enqueue('tail'); } });
const ended = new TransformStream({ transform(x, c) { c.enqueue(x); if (x === 2) c.terminate(); } });
const broken = new TransformStream({ transform(x, c) { if (x === 2) throw new RangeError('t'); c.enqueue(x); } });
return [await all(ReadableStream.from([1, 2]).pipeThrough(doubled)), await all(ReadableStream.from([1, 2, 3]).pipeThrough(ended)).catch((e) => e.name), await settled(() => all(ReadableStream.from([1, 2]).pipeThrough(broken))), await all(ReadableStream.from(['x']).pipeThrough(new TransformStream())), await settled(() => new ReadableStream().pipeThrough({})), await settled(() => new TransformStream({ readableType: 'x' })), Object.keys(new TransformStream())];
