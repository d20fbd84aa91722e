// classes of the web as base classes
class Bus extends EventTarget { emit(type, detail) { return this.dispatchEvent(new CustomEvent(type, { detail })); } }
class Page extends URL { get last() { return this.pathname.split('/').pop(); } }
class Csv extends Blob { constructor(rows) { super([rows.map((r) => r.join(',')).join('\n')], { type: 'text/csv' }); } rows() { return this.text().then((t) => t.split('\n').length); } }
class Upper extends TransformStream { constructor() { super({ transform(c, k) { k.enqueue(c.toUpperCase()); } }); } }
class Loud extends TextDecoder { decode(...args) { return super.decode(...args) + '!'; } }
const bus = new Bus(); const got = []; bus.addEventListener('x', (e) => got.push(e.detail)); bus.emit('x', 7);
const csv = new Csv([['a', 'b'], [1, 2]]);
const up = []; for await (const c of ReadableStream.from(['a']).pipeThrough(new Upper())) up.push(c);
return [got, new Page('http://h/a/b').last, await csv.rows(), csv.type, csv.slice() instanceof Csv, up, new Loud().decode(new Uint8Array([0x61])), Bus.name, Object.prototype.toString.call(new Bus()), new (class extends DOMException {})('m').message];
