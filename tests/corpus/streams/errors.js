// errors on the way
const settled = async (f) => { try { return (await f()) ?? null; } catch (e) { return [e.name, e.code ?? null]; } };
const failing = () => new ReadableStream({ start(c) { c.enqueue(1); c.error(new RangeError('broken')); } });
const inStart = () => new ReadableStream({ start() { throw new RangeError('start'); } });
const inPull = new ReadableStream({ pull() { throw new SyntaxError('pull'); } });
const late = new ReadableStream({ start() { return Promise.reject(new TypeError('later')); } });
const c = await new Promise((resolve) => new ReadableStream({ start: resolve }));
c.close();
return [await settled(() => failing().getReader().read()), await settled(inStart), await settled(() => inPull.getReader().read()), await settled(() => late.getReader().closed), await settled(() => c.enqueue(1)), await settled(() => c.close()), await settled(() => new ReadableStream({ type: 'nope' })), await settled(() => new ReadableStream({ pull: 1 })), await settled(() => new ReadableStream({}, { highWaterMark: -1 })), await settled(() => new ReadableStream(1)), await settled(() => new ReadableStream({}, { size: 1 })), await settled(() => ReadableStream.prototype.getReader.call({})), await settled(() => new ReadableStreamDefaultReader({})), await settled(() => new ReadableStream().getReader({ mode: 'x' }))];
