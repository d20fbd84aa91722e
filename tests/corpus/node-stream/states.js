// readable and writable states as a stream lives and ends
const { PassThrough, Readable, Writable, finished } = require('stream');
const log = []; const p = new PassThrough({ highWaterMark: 4 });
const state = () => [p.readableLength, p.writableLength, p.readableFlowing, p.writableNeedDrain, p.readableEnded, p.writableEnded, p.writableFinished, p.destroyed];
const states = [state()]; states.push(p.write('abcd'), p.write('ef'), state());
for (const name of ['data', 'end', 'finish', 'close', 'drain']) p.on(name, (x) => log.push(name + (x === undefined ? '' : String(x))));
p.end('gh'); states.push(state()); await new Promise((r) => finished(p, r)); states.push(state());
const r = new Readable({ read() { this.push('x'); this.push(null); } }); r.setEncoding('utf8'); r.unshift('w'); let text = ''; for await (const c of r) text += c;
const after = await new Promise((done) => { const w = new Writable({ write(c, e, cb) { cb(); } }); w.on('error', (e) => done(e.code)); w.end(); w.write('late'); });
const closed = await new Promise((done) => { const d = new PassThrough(); d.on('error', (e) => done(e.message)); d.destroy(new Error('torn')); });
return { states, log, text, after, closed };
