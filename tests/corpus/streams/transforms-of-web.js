// web streams: tee, pipeThrough, TextDecoderStream, byob-less readers, errors and cancel reasons
const log = []; const source = () => new ReadableStream({ start(c) { for (const x of ['a€', 'b', 'c']) c.enqueue(new TextEncoder().encode(x)); c.close(); }, cancel(r) { log.push(`cancel ${r}`); } });
const upper = new TransformStream({ transform(chunk, c) { c.enqueue(chunk.toUpperCase()); }, flush(c) { c.enqueue('!'); } });
const read = async (s) => { const out = []; for await (const x of s) out.push(x instanceof Uint8Array ? [...x] : x); return out; };
const [one, two] = source().tee(); const through = source().pipeThrough(new TextDecoderStream()).pipeThrough(upper);
const pulled = new ReadableStream({ pull(c) { log.push(`pull ${c.desiredSize}`); c.enqueue(1); if (log.length > 2) c.error(new Error('source broke')); } }, { highWaterMark: 2 });
const broken = await read(pulled).catch((e) => e.message);
const reader = source().getReader(); const first = await reader.read(); await reader.cancel('enough'); const locked = source(); locked.getReader();
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const from = await read(ReadableStream.from(['x', 'y']));
return { one: await read(one), two: await read(two), through: await read(through), broken, first: [...first.value], log, refused: [t(() => locked.getReader()), t(() => locked.tee()), await locked.cancel().catch((e) => e.name)], from, sizes: new ByteLengthQueuingStrategy({ highWaterMark: 3 }).size(new Uint8Array(4)) };
