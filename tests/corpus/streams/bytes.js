// byte streams
const settled = async (f) => { try { return (await f()) ?? null; } catch (e) { return [e.name, e.code ?? null]; } };
const make = () => new ReadableStream({ type: 'bytes', pull(c) { const v = c.byobRequest?.view; if (v) { v[0] = 7; v[1] = 8; c.byobRequest.respond(2); } else { c.enqueue(new Uint8Array([1, 2, 3])); } } });
const r = make().getReader({ mode: 'byob' });
const one = await r.read(new Uint8Array(4)); const two = await r.read(new Uint16Array(2));
const plain = make().getReader(); const three = await plain.read();
const auto = new ReadableStream({ type: 'bytes', autoAllocateChunkSize: 8, pull(c) { c.byobRequest.view[0] = 5; c.byobRequest.respond(1); } }).getReader();
return [[...one.value], one.done, [...two.value], [...three.value], [...(await auto.read()).value], await settled(() => r.read(new Uint8Array(0))), await settled(() => r.read([])), await settled(() => new ReadableStream().getReader({ mode: 'byob' })), await settled(() => new ReadableStream({ type: 'bytes' }, { size() { return 1; } }))];
