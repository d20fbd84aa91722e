// CSV through a Transform, in pieces that split lines and characters
const { Readable, Transform, pipeline } = require('stream');
const { promisify } = require('util');
const bytes = Buffer.from('sku,qty\nÄ1,2\n日本,3\nC,x\n');
const pieces = []; for (let i = 0; i < bytes.length; i += 5) pieces.push(bytes.subarray(i, i + 5));
let rest = ''; const decoder = new (require('string_decoder').StringDecoder)('utf8');
const split = new Transform({ readableObjectMode: true,
  transform(chunk, enc, done) { rest += decoder.write(chunk); const lines = rest.split('\n'); rest = lines.pop(); for (const l of lines) this.push(l.split(',')); done(); },
  flush(done) { if (rest + decoder.end()) this.push([rest]); done(); } });
const numbers = new Transform({ objectMode: true, transform([sku, qty], _, done) { const n = Number(qty); if (sku !== 'sku' && Number.isNaN(n)) done(new TypeError(`qty of ${sku}: ${qty}`)); else done(null, { sku, qty: n }); } });
const out = [];
numbers.on('data', (d) => out.push(d));
let failed;
try { await promisify(pipeline)(Readable.from(pieces), split, numbers); } catch (e) { failed = `${e.name}: ${e.message}`; }
return { out, failed, destroyed: [split.destroyed, numbers.destroyed], errored: numbers.errored?.message ?? null };
