// writing
const settled = async (f) => { try { return (await f()) ?? null; } catch (e) { return [e.name, e.code ?? null]; } };
const log = [];
const w = new WritableStream({ start() { log.push('start'); }, async write(x) { log.push(['write', x]); if (x === 'bad') throw new RangeError('bad'); }, close() { log.push('close'); }, abort(r) { log.push(['abort', r]); } }, { highWaterMark: 2 });
const writer = w.getWriter();
log.push(writer.desiredSize);
await writer.ready; writer.write('a'); log.push(writer.desiredSize); await writer.write('b');
await writer.close(); await writer.closed;
const e = new WritableStream({ write() { throw new RangeError('w'); } }).getWriter();
const a = new WritableStream({ abort(r) { log.push(['aborted', r]); } });
await a.abort('stop');
return [log, await settled(() => writer.write('late')), await settled(() => e.write(1)), await settled(() => e.closed), e.desiredSize === null, await settled(() => a.getWriter().write(1)), w.locked, await settled(() => w.getWriter()), await settled(() => new WritableStream({ type: 'x' }))];
