// a flow: lines of a CSV, counted through three transforms
const bytes = new TextEncoder().encode('id,城市,qty\n1,长沙,5\n2,重庆,7\n3,长沙,1');
const source = new ReadableStream({ start(c) { for (let i = 0; i < bytes.length; i += 5) c.enqueue(bytes.slice(i, i + 5)); c.close(); } });
let rest = '';
const lines = new TransformStream({ transform(chunk, c) { const parts = (rest + chunk).split('\n'); rest = parts.pop(); parts.forEach((p) => c.enqueue(p)); }, flush(c) { if (rest) c.enqueue(rest); } });
const totals = {};
await source.pipeThrough(new TextDecoderStream()).pipeThrough(lines).pipeTo(new WritableStream({ write(line) { const [id, city, qty] = line.split(','); if (id !== 'id') totals[city] = (totals[city] ?? 0) + Number(qty); } }));
return totals;
