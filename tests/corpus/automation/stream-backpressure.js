// write() and drain, highWaterMark, cork: in what order
const { Writable } = require('stream');
const log = [];
const w = new Writable({ highWaterMark: 5, decodeStrings: false, write(chunk, enc, done) { log.push(['write', chunk, enc]); setImmediate(done); }, writev(chunks, done) { log.push(['writev', chunks.map((c) => c.chunk)]); setImmediate(done); }, final(done) { log.push('final'); done(); } });
w.on('drain', () => log.push('drain')).on('finish', () => log.push('finish')).on('close', () => log.push('close'));
log.push(w.write('abc'), w.writableLength, w.write('def'), w.writableNeedDrain);
w.cork(); log.push(w.write('g'), w.write('h')); w.uncork();
await require('events').once(w, 'drain');
w.end('last', () => log.push('ended'));
try { w.write('late'); } catch (e) { log.push(e.code); }
w.on('error', (e) => log.push([e.code, e.message]));
await new Promise((r) => w.on('close', r));
await new Promise((r) => setImmediate(r));
return { log, state: [w.writableEnded, w.writableFinished, w.destroyed, w.closed] };
