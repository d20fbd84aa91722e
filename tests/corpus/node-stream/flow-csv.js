// a CSV text through streams to rows
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
const { Readable, Transform } = require('stream');
const { pipeline } = require('stream/promises');
const { StringDecoder } = require('string_decoder');
class Lines extends Transform {
  #decoder = new StringDecoder('utf8'); #rest = '';
  constructor() { super({ readableObjectMode: true }); }
  _transform(chunk, _, done) {
    const lines = (this.#rest + this.#decoder.write(chunk)).split('\n');
    this.#rest = lines.pop();
    for (const line of lines) this.push(line);
    done();
  }
  _flush(done) { if (this.#rest) this.push(this.#rest); done(); }
}
const bytes = Buffer.from('id,name,qty\n1,苹果,3\n2,café,5\n3,😀,7');
const chunks = Array.from({ length: Math.ceil(bytes.length / 4) }, (_, i) => bytes.subarray(4 * i, 4 * i + 4));
const rows = [];
await pipeline(Readable.from(chunks, { objectMode: false }), new Lines(), async (lines) => {
  let head;
  for await (const line of lines) {
    const cells = line.split(',');
    if (!head) head = cells;
    else rows.push(Object.fromEntries(head.map((h, i) => [h, cells[i]])));
  }
});
return { rows, total: rows.reduce((sum, row) => sum + Number(row.qty), 0) };
