// every way to read
const b = new Blob(['hello ', new Uint8Array([0xff, 0x77]), 'rld']);
const chunks = []; for await (const c of b.stream()) chunks.push([...c]);
const reader = new Blob(['ab']).stream().getReader();
const reads = [await reader.read(), await reader.read()].map(({ value, done }) => [value && [...value], done]);
const empty = []; for await (const c of new Blob([]).stream()) empty.push(c);
const byob = new Blob(['abcdef']).stream().getReader({ mode: 'byob' });
const first = await byob.read(new Uint8Array(4)); const second = await byob.read(new Uint8Array(4));
return [await b.text(), [...new Uint8Array(await b.arrayBuffer())], [...(await b.bytes())], chunks, reads, empty, [...first.value], [...second.value], b.stream() !== b.stream(), await new Blob(['\ufeffx']).text().then((t) => t.length)];
