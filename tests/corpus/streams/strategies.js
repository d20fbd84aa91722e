// queuing strategies
const settled = async (f) => { try { return (await f()) ?? null; } catch (e) { return [e.name, e.code ?? null]; } };
const c = new CountQueuingStrategy({ highWaterMark: 3 }); const b = new ByteLengthQueuingStrategy({ highWaterMark: 10 });
const s = new ReadableStream({ start(k) { k.enqueue(new Uint8Array(4)); this.size = k.desiredSize; } , pull() {} }, b);
let size; new ReadableStream({ start(k) { k.enqueue('ab'); size = k.desiredSize; } }, { highWaterMark: 10, size: (x) => x.length });
return [c.highWaterMark, c.size('x'), b.size(new Uint8Array(7)), c.size === new CountQueuingStrategy({ highWaterMark: 1 }).size, c.size.name, c.size.length, size, await settled(() => new CountQueuingStrategy()), await settled(() => new CountQueuingStrategy({})), new CountQueuingStrategy({ highWaterMark: '5' }).highWaterMark, await settled(() => new ReadableStream({}, { highWaterMark: NaN })), await settled(() => new ReadableStream({ start(k) { k.enqueue(1); } }, { size: () => -1 }))];
