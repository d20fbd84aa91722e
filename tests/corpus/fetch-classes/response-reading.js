// Response: every way to read each body
const make = () => [new Response('tëxt'), new Response(new URLSearchParams('a=1&b=ü')), new Response(new Uint8Array([104, 105])), new Response(new Blob(['blob'], { type: 'text/plain' })), new Response(new ReadableStream({ start(c) { c.enqueue(new Uint8Array([111])); c.enqueue(new Uint8Array([107])); c.close(); } }))];
const out = [];
for (const r of make()) out.push(await r.text());
for (const r of make()) out.push([...new Uint8Array(await r.arrayBuffer())]);
for (const r of make()) { const b = await r.blob(); out.push([b.size, b.type]); }
return out;
