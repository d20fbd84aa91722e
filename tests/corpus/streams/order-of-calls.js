// when a source is asked
const log = [];
const stream = new ReadableStream({ start(c) { log.push(['start', c.desiredSize]); }, pull(c) { log.push(['pull', c.desiredSize]); c.enqueue(log.length); if (log.length > 8) c.close(); }, cancel(r) { log.push(['cancel', r]); } }, { highWaterMark: 2 });
log.push('made'); await null; await null; log.push('turn');
const reader = stream.getReader();
for (;;) { const { done, value } = await reader.read(); if (done) break; log.push(['read', value]); }
const other = new ReadableStream({ pull(c) { c.enqueue(1); }, cancel(r) { log.push(['cancel', r]); return 'ignored'; } });
log.push(await other.cancel('why') ?? null);
return log;
