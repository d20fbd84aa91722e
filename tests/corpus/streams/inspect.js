// how streams are shown
console.log(new ReadableStream(), new WritableStream(), new TransformStream(), new ByteLengthQueuingStrategy({ highWaterMark: 1 }), new CountQueuingStrategy({ highWaterMark: 1 }));
console.log(new ReadableStream().getReader(), new WritableStream().getWriter(), new ReadableStream({ type: 'bytes' }), new Blob(['x']).stream().getReader({ mode: 'byob' }));
const s = ReadableStream.from([1]); for await (const x of s); console.log(s);
console.log({ a: { b: { c: new ReadableStream() } } }, String(new ReadableStream()));
return [Object.keys(new ReadableStream()), JSON.stringify(new ReadableStream()), Object.keys(new WritableStream()), JSON.stringify({ s: new TransformStream() })];
